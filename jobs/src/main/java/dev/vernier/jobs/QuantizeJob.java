package dev.vernier.jobs;

import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.pipeline.control.Recipe;
import dev.vernier.pipeline.report.ConsoleTable;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.report.ReportFiles;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs all stages of a job and prints what came of them. */
final class QuantizeJob {
  private final Workflow work;
  private final PrintWriter out;
  private final PrintWriter err;

  QuantizeJob(Workflow work, PrintWriter out, PrintWriter err) {
    this.work = work;
    this.out = out;
    this.err = err;
  }

  int run(Summary summary, CommonOptions options) {
    work.rewrite();
    Statistics statistics = work.needsRanges() ? Statistics.of(work.calibrate()) : Statistics.NONE;
    work.chooseRanges(statistics.states());
    Map<String, Quantized> solved = work.refine(work.quantize(statistics.states()));
    Optional<ControlStage> control = ControlStage.run(work, statistics.states(), err);
    Map<String, Quantized> quantized = control.map(c -> c.delivering(solved)).orElse(solved);
    Quantized chosen = quantized.values().iterator().next();
    work.write(chosen);
    Optional<ValidationResult> validation = validate(quantized);
    List<OperatorSensitivity> sensitivity = sensitivity(statistics, control, chosen, validation);
    Report report = JobReport.of(work, statistics, quantized, validation, control, sensitivity);
    ReportFiles.write(report, work.out().path());
    work.finish(work.out().run());
    out.print(ConsoleTable.of(report));
    out.println("model: " + work.out().model() + "  report: " + work.out().reportHtml());
    summary
        .put("model", work.out().model().toString())
        .put("report", work.out().reportHtml().toString())
        .put("method", chosen.method())
        .put("samples", statistics.log().used())
        .put("bad", statistics.log().bad())
        .put("candidates", candidates(quantized, validation));
    control.ifPresent(
        c ->
            summary
                .put("trials", c.outcome().trail().size())
                .put("trialSeconds", c.seconds())
                .put("raised", c.outcome().raised())
                .put("reverted", c.outcome().reverted()));
    return summary.finish(options, gate(chosen, validation));
  }

  private Optional<ValidationResult> validate(Map<String, Quantized> quantized) {
    if (work.job().validation().data().isEmpty()) {
      err.println("not validated: validation.data is empty");
      return Optional.empty();
    }
    List<dev.vernier.pipeline.Candidate> candidates = new ArrayList<>();
    quantized.values().forEach(one -> candidates.add(one.candidate()));
    return Optional.of(work.validate(candidates));
  }

  private List<OperatorSensitivity> sensitivity(
      Statistics statistics,
      Optional<ControlStage> control,
      Quantized chosen,
      Optional<ValidationResult> validation) {
    if (!work.job().validation().sensitivity() || validation.isEmpty() || !work.needsRanges()) {
      return List.of();
    }
    Recipe recipe = control.map(c -> c.outcome().chosen().recipe()).orElse(Recipe.PLAIN);
    return SensitivityStage.run(
        work,
        statistics.states(),
        recipe,
        chosen.result(),
        validation.get().candidate(chosen.method()));
  }

  private int gate(Quantized chosen, Optional<ValidationResult> validation) {
    return validation
        .map(v -> DropGate.judge(v.candidate(chosen.method()), work.job().validation(), err))
        .orElse(ExitCode.DONE);
  }

  private static List<Map<String, Object>> candidates(
      Map<String, Quantized> quantized, Optional<ValidationResult> validation) {
    return quantized.values().stream().map(one -> values(one, validation)).toList();
  }

  private static Map<String, Object> values(
      Quantized quantized, Optional<ValidationResult> validation) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("method", quantized.method());
    values.put("bytes", quantized.bytes());
    values.put("seconds", quantized.seconds());
    validation.ifPresent(
        result -> values.put("measures", result.candidate(quantized.method()).measures()));
    return values;
  }
}
