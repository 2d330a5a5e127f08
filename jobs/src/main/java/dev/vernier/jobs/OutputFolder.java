package dev.vernier.jobs;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxWriter;
import dev.vernier.quantize.range.CalibrationTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The names of results; every file appears whole or stays as it was. */
record OutputFolder(Path path) {
  Path model() {
    return path.resolve("model.onnx");
  }

  Path ranges() {
    return path.resolve("ranges.json");
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

  Path validationRun() {
    return path.resolve("validate-run.json");
  }

  Path config() {
    return path.resolve("vernier.conf");
  }

  /** Fails early if nothing could be written later. */
  void prepare() {
    AtomicFiles.requireWritable(path);
  }

  void write(OnnxModel quantized, CalibrationTable table) {
    OnnxWriter.write(quantized, model());
    writeText(ranges(), table.toJson());
  }

  static void writeText(Path file, String text) {
    AtomicFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
