package dev.vernier.jobs;

import dev.vernier.onnx.io.OnnxReader;
import dev.vernier.pipeline.Candidate;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.pipeline.control.Recipe;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.report.SensitivityLines;
import dev.vernier.stats.StateSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** FP32 and quantized models over the same labelled data. */
@Command(
    name = "validate",
    description = {
      "Runs the FP32 model and quantized models over the validation data, row by row, and compares.",
      "With --sensitivity, also measures what quantizing each operator by itself does, from the"
          + " states and settings in the output folder, and leaves sensitivity.json there.",
      "Exit status 3 if the first model's accuracy drops by more than validation.max-drop."
    })
final class ValidateCommand implements Callable<Integer> {
  @Mixin private JobOptions options;
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "QUANTIZED",
      description = "Quantized models; default: model.onnx in the output folder.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--sensitivity",
      description = "Measure every operator quantized alone; needs states in the output folder.")
  private boolean sensitivity;

  @Override
  public Integer call() {
    try (Workflow work =
        new Workflow(options.load(), spec.commandLine().getErr(), options.restart())) {
      if (files.isEmpty()) {
        files.add(work.out().model());
      }
      ValidationResult result = work.validate(candidates());
      if (sensitivity) {
        measureOperators(work);
      }
      work.finish(work.out().validationRun());
      spec.commandLine().getOut().print(table(result));
      return new Summary("validate")
          .put("samples", result.log().used())
          .put("bad", result.log().bad())
          .put("candidates", values(result))
          .finish(options.common(), gate(work, result));
    }
  }

  private void measureOperators(Workflow work) {
    StateSet states = work.loadStates(work.out().states()).states();
    work.chooseRangesAsBefore(work.out().states());
    Quantized solved = work.refine(work.quantize(states)).get(work.delivered());
    ValidationResult whole = work.validate(List.of(solved.candidate()));
    List<OperatorSensitivity> lines =
        SensitivityStage.run(
            work, states, Recipe.PLAIN, solved.result(), whole.candidate(solved.method()));
    OutputFolder.writeText(work.out().sensitivity(), SensitivityLines.json(lines));
    spec.commandLine().getOut().print(sensitivityTable(lines));
  }

  private static String sensitivityTable(List<OperatorSensitivity> lines) {
    Table table = new Table().line("operator", "type", "isolated SQNR", "own SQNR", "weight SQNR");
    for (OperatorSensitivity line : lines) {
      table.line(
          line.operator(),
          line.type(),
          decibels(line.isolatedSqnr()),
          decibels(line.cumulativeSqnr()),
          decibels(line.weightSqnr()));
    }
    return table.toString();
  }

  private static String decibels(Double value) {
    return value == null ? "-" : String.format(java.util.Locale.ROOT, "%.1f dB", value);
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (Path file : files) {
      if (!Files.isRegularFile(file)) {
        throw new UsageException(file + ": no such quantized model");
      }
      candidates.add(new Candidate(file.toString(), OnnxReader.read(file)));
    }
    return candidates;
  }

  private static String table(ValidationResult result) {
    Table table =
        new Table().line("model", "accuracy", "top-5", "drop", "agreement", "output SQNR");
    Measures reference = new Measures(result.candidates().get(0));
    table.line(
        "fp32",
        reference.percent("reference.top1"),
        reference.percent("reference.top5"),
        "",
        "",
        "");
    for (CandidateState candidate : result.candidates()) {
      Measures measures = new Measures(candidate);
      table.line(
          candidate.name(),
          measures.percent("top1"),
          measures.percent("top5"),
          measures.points("drop.top1"),
          measures.percent("agreement"),
          measures.decibels("sqnr"));
    }
    return table.toString();
  }

  private static List<Map<String, Object>> values(ValidationResult result) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (CandidateState candidate : result.candidates()) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("model", candidate.name());
      values.put("measures", candidate.measures());
      values.put("tensorSqnr", candidate.tensorSqnr().decibels());
      all.add(values);
    }
    return all;
  }

  private int gate(Workflow work, ValidationResult result) {
    return DropGate.judge(
        result.candidates().get(0), work.job().validation(), spec.commandLine().getErr());
  }
}
