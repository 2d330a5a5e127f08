package dev.vernier.jobs;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.JobConfig;
import dev.vernier.engine.InferenceSession;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.pipeline.PreparedModel;
import dev.vernier.pipeline.SettingsMapping;
import dev.vernier.pipeline.repository.FileSystemStateRepository;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.range.CalibrationTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
      "Describes a model: inputs and outputs, operators and whether Vernier has them, what would"
          + " be quantized or why not, how it runs and the memory that takes.",
      "Describes saved states (a states folder) and calibration tables (ranges.json) too."
    })
final class InspectCommand implements Callable<Integer> {
  @Mixin private CommonOptions common;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description = "An ONNX model, a states folder, or a ranges.json.")
  private Path file;

  @Option(
      names = "--nodes",
      description =
          "One line for every node: how it runs, with what it is fused, quantized or why not.")
  private boolean nodes;

  @Option(
      names = "--quantization",
      description =
          "Every node's decision with its reason, and every quantizer with its tensors; --set"
              + " quantization.... tries other settings.")
  private boolean quantization;

  @Option(
      names = "--shape",
      paramLabel = "NAME=D,D",
      description =
          "Shape of an input to plan for; without it free dimensions are 1 in front and 16 elsewhere.")
  private Map<String, String> shapes = Map.of();

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
    NodesDescription lines = new NodesDescription(model, description.unsupportedNodes());
    if (description.runs()) {
      PreparedModel prepared = PreparedModel.of(model);
      QuantizationPlan plan = QuantizationPlan.of(prepared.prepared(), settings());
      QuantizationDescription.print(plan, out, summary);
      if (quantization) {
        new QuantizationDetails(plan).print(out, summary);
      }
      InferenceSession session = prepared.engine().newSession();
      lines.plans(PlanDescription.print(session, dims(), out, summary));
      lines.prepared(prepared.prepared());
      lines.decisions(QuantizationDescription.isDone(plan) ? List.of() : plan.decisions());
    }
    if (nodes) {
      lines.print(out, summary);
    }
  }

  /** Those of the defaults and of {@code --set quantization.…}. */
  private QuantizationSettings settings() {
    JobConfig job = ConfigLoader.parse("model.path = inspected", "inspect", common.overrides());
    return SettingsMapping.settings(job.quantization());
  }

  private Map<String, int[]> dims() {
    Map<String, int[]> result = new TreeMap<>();
    shapes.forEach((name, text) -> result.put(name, dims(name, text)));
    return result;
  }

  private static int[] dims(String name, String text) {
    try {
      return text.isBlank()
          ? new int[0]
          : Arrays.stream(text.split(",")).map(String::strip).mapToInt(Integer::parseInt).toArray();
    } catch (NumberFormatException e) {
      throw new UsageException(
          "--shape " + name + "=" + text + ": expected whole numbers, such as 1,3,224,224");
    }
  }
}
