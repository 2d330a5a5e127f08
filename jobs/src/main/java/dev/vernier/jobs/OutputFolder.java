package dev.vernier.jobs;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.AtomicFiles;
import dev.vernier.onnx.io.FileErrors;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.quantize.archive.PackedArchive;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.quantize.tables.RangeFile;
import dev.vernier.quantize.tables.SolvedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The names of results; every file appears whole or stays as it was. */
record OutputFolder(Path path) {
  Path model() {
    return path.resolve("model.onnx");
  }

  Path ranges() {
    return path.resolve("ranges.json");
  }

  Path refinement() {
    return path.resolve("refinement.json");
  }

  Path rangeChoice() {
    return path.resolve("range-choice.json");
  }

  Path rewrites() {
    return path.resolve("rewrites.json");
  }

  /** What stood in the place of {@link #rewrites} before there were others than equalisation. */
  Path equalization() {
    return path.resolve("equalization.json");
  }

  Path states() {
    return path.resolve("states");
  }

  Path reportHtml() {
    return path.resolve("report.html");
  }

  Path run() {
    return path.resolve("run.json");
  }

  Path sensitivity() {
    return path.resolve("sensitivity.json");
  }

  Path validationRun() {
    return path.resolve("validate-run.json");
  }

  Path refineRun() {
    return path.resolve("refine-run.json");
  }

  /** The measures of a run in Prometheus' text format, beside its record. */
  static Path metrics(Path record) {
    String name = record.getFileName().toString();
    return record.resolveSibling(name.replaceFirst("\\.json$", "") + ".prom");
  }

  Path config() {
    return path.resolve("vernier.conf");
  }

  /** Fails early if nothing could be written later. */
  void prepare() {
    requireWritable(path);
  }

  /** Makes sure that a folder exists and can be written, before long work. */
  static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".vernier-probe", null));
    } catch (IOException e) {
      throw new VernierException(
          folder
              + ": cannot be written: "
              + FileErrors.reason(e)
              + ". Choose a folder you may write.",
          e);
    }
  }

  void write(OnnxModel quantized, CalibrationTable table) {
    OnnxWriter.write(quantized, model());
    if (table.entries().isEmpty()) {
      // A table of an earlier run would not belong to this model.
      delete(ranges());
    } else {
      writeText(ranges(), table.toJson());
    }
  }

  /** Writes the model as a packed archive. */
  void archive(OnnxModel quantized) {
    AtomicFiles.write(path.resolve("model.vpk"), PackedArchive.pack(quantized));
  }

  /** Writes the ranges for another tool. */
  void write(RangeFile file, SolvedModel solved) {
    writeText(path.resolve(file.fileName()), file.write(solved));
  }

  /** The text of a file that the user names. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new VernierException(file + ": cannot be read: " + FileErrors.reason(e), e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new VernierException(file + ": cannot be deleted: " + FileErrors.reason(e), e);
    }
  }

  /** Leaves a text, or removes what an earlier run has left where there is none now. */
  void writeOrRemove(Path file, Optional<String> text) {
    if (text.isPresent()) {
      writeText(file, text.get());
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new VernierException(
          file + ": cannot be removed: " + FileErrors.reason(e) + ". Remove it.", e);
    }
  }

  /** The text of a file, if there is one. */
  static Optional<String> textIfPresent(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException e) {
      throw new VernierException(
          file + ": cannot be read: " + FileErrors.reason(e) + ". Remove it.", e);
    }
  }

  static void writeText(Path file, String text) {
    AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
