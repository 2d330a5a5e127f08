package dev.vernier.jobs;

import dev.vernier.jobs.pass.Calibrated;
import dev.vernier.pipeline.PassLog;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.pipeline.nightly.NightlyCycle;
import dev.vernier.pipeline.nightly.NightlyFindings;
import dev.vernier.pipeline.nightly.NightlyOutcome;
import dev.vernier.pipeline.report.DriftSource;
import dev.vernier.pipeline.report.NightLine;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.report.ReportBuilder;
import dev.vernier.pipeline.report.ReportSource;
import dev.vernier.quantize.range.RangeStability;
import dev.vernier.stats.StateSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what a job has to tell. */
final class JobReport {
  private JobReport() {}

  static Report of(
      Workflow work,
      Statistics statistics,
      Map<String, Quantized> quantized,
      Optional<ValidationResult> validation,
      Optional<ControlStage> control,
      List<OperatorSensitivity> sensitivity) {
    Path model = Path.of(work.job().model().path());
    List<ReportSource.Size> sizes =
        quantized.values().stream()
            .map(one -> new ReportSource.Size(one.method(), one.bytes(), one.seconds()))
            .toList();
    Quantized delivered = quantized.values().iterator().next();
    return ReportBuilder.build(
        new ReportSource(
            model.getFileName().toString(),
            work.model().digest(),
            size(model),
            Optional.of(delivered.result()),
            statistics.states(),
            statistics.log(),
            sizes,
            validation,
            control.map(ControlStage::outcome),
            sensitivity,
            work.stability(delivered, statistics.states()),
            statistics.settlings(),
            Optional.empty(),
            Optional.empty(),
            work.log().stageSeconds(),
            facts(work)));
  }

  /**
   * The report of a night.
   *
   * @param calibrated the day's calibration; empty if its states were there already
   * @param quantized the new model; empty if none was made
   */
  static Report ofNight(
      Workflow work,
      NightlyFindings findings,
      Optional<Calibrated> calibrated,
      Optional<Quantized> quantized) {
    Path model = Path.of(work.job().model().path());
    StateSet states = findings.window().states().states();
    List<RangeStability> stability =
        quantized.map(one -> work.stability(one, states)).orElseGet(() -> work.stability(states));
    return ReportBuilder.build(
        new ReportSource(
            model.getFileName().toString(),
            work.model().digest(),
            size(model),
            findings.quantized(),
            states,
            calibrated.map(Calibrated::log).orElse(PassLog.EMPTY),
            sizes(findings, quantized),
            findings.validation(),
            Optional.empty(),
            List.of(),
            stability,
            calibrated.map(Calibrated::settlings).orElse(List.of()),
            Optional.of(night(findings)),
            findings.drift(),
            work.log().stageSeconds(),
            facts(work)));
  }

  /**
   * A report of nothing but drift.
   *
   * @param current what the current states are called
   */
  static Report ofDrift(String current, String modelDigest, DriftSource drift) {
    return ReportBuilder.build(
        new ReportSource(
            "Drift of " + current,
            modelDigest,
            0,
            Optional.empty(),
            drift.current(),
            PassLog.EMPTY,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of(drift),
            Map.of(),
            Map.of("Vernier", BuildInfo.version())));
  }

  private static NightLine night(NightlyFindings findings) {
    NightlyOutcome outcome = findings.outcome();
    return new NightLine(
        outcome.date(),
        outcome.decision().text(),
        outcome.published(),
        outcome.reason(),
        outcome.version(),
        findings.window().parts().stream()
            .map(part -> part.source() + " (" + part.samples() + " samples)")
            .toList());
  }

  /** The new model, and the one in force if both were compared. */
  private static List<ReportSource.Size> sizes(
      NightlyFindings findings, Optional<Quantized> quantized) {
    List<ReportSource.Size> sizes = new ArrayList<>();
    quantized.ifPresent(
        one ->
            sizes.add(new ReportSource.Size(NightlyCycle.CANDIDATE, one.bytes(), one.seconds())));
    findings
        .comparedBytes()
        .ifPresent(bytes -> sizes.add(new ReportSource.Size(NightlyCycle.IN_FORCE, bytes, 0)));
    return sizes;
  }

  private static Map<String, String> facts(Workflow work) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Vernier", BuildInfo.version());
    work.log()
        .toMap()
        .forEach(
            (name, value) -> {
              if (value instanceof String text) {
                facts.putIfAbsent(name, text);
              }
            });
    return facts;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
