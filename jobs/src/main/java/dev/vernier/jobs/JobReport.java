package dev.vernier.jobs;

import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.control.OperatorSensitivity;
import dev.vernier.pipeline.report.Report;
import dev.vernier.pipeline.report.ReportBuilder;
import dev.vernier.pipeline.report.ReportSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
            delivered.result(),
            statistics.states(),
            statistics.log(),
            sizes,
            validation,
            control.map(ControlStage::outcome),
            sensitivity,
            work.stability(delivered, statistics.states()),
            statistics.settlings(),
            work.log().stageSeconds(),
            facts(work)));
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
