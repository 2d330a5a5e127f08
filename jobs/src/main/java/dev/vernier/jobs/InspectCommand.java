package dev.vernier.jobs;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.quantize.range.CalibrationTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is in a model, saved states or a calibration table. */
@Command(
    name = "inspect",
    description = {
      "Describes a model: inputs and outputs, operators and whether Vernier has them, and what"
          + " would be quantized or why not.",
      "Describes saved states (a states folder) and calibration tables (ranges.json) too."
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "An ONNX model, a states folder, or a ranges.json.")
  private Path file;

  @Option(names = "--nodes", description = "One line for every node: quantized, or why not.")
  private boolean nodes;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Summary summary = new Summary("inspect").put("file", file.toString());
    if (!Files.exists(file)) {
      throw new UsageException(file + ": no such file or folder");
    }
    if (Files.isDirectory(file)) {
      states(out, summary);
    } else if (file.getFileName().toString().endsWith(".json")) {
      ranges(out, summary);
    } else {
      model(out, summary);
    }
    return summary.finish(common, ExitCode.DONE);
  }

  private void states(PrintWriter out, Summary summary) {
    FileSystemStateRepository repository =
        new FileSystemStateRepository(
            new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
    StatesDescription.print(repository.load(), out, summary);
  }

  private void ranges(PrintWriter out, Summary summary) {
    try {
      RangesDescription.print(CalibrationTable.fromJson(Files.readString(file)), out, summary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void model(PrintWriter out, Summary summary) {
    OnnxModel model = OnnxReader.read(file);
    ModelDescription description = new ModelDescription(model, out, summary);
    description.print();
    if (description.runs()) {
      QuantizationDescription.print(PreparedModel.of(model), nodes, out, summary);
    }
  }
}
