package dev.vernier.jobs;

import dev.vernier.jobs.pass.Calibrated;
import dev.vernier.pipeline.ValidationResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a job has to tell: the table on the screen, report.json and report.html. */
final class JobReport {
  private final Workflow work;
  private final Calibrated calibrated;
  private final Map<String, Quantized> quantized;
  private final Optional<ValidationResult> validation;

  JobReport(
      Workflow work,
      Calibrated calibrated,
      Map<String, Quantized> quantized,
      Optional<ValidationResult> validation) {
    this.work = work;
    this.calibrated = calibrated;
    this.quantized = quantized;
    this.validation = validation;
  }

  void write() {
    Summary.write(work.out().reportJson(), java.util.Map.of("samples", calibrated.log().used()));
  }

  /** One line for FP32 and one for every method. */
  String table() {
    Table table =
        new Table().line("method", "accuracy", "drop", "agreement", "output SQNR", "size", "time");
    validation.ifPresent(result -> reference(table, result));
    quantized.values().forEach(one -> line(table, one));
    return table.toString();
  }

  private void reference(Table table, ValidationResult result) {
    Measures measures = new Measures(result.candidates().get(0));
    String size = QuantizeJob.kilobytes(size(Path.of(work.job().model().path())));
    table.line("fp32", measures.percent("reference.top1"), "", "", "", size, "");
  }

  private void line(Table table, Quantized one) {
    String size = QuantizeJob.kilobytes(one.bytes());
    String time = String.format(Locale.ROOT, "%.2f s", one.seconds());
    if (validation.isEmpty()) {
      table.line(
          one.method(), Measures.NONE, Measures.NONE, Measures.NONE, Measures.NONE, size, time);
      return;
    }
    Measures measures = new Measures(validation.get().candidate(one.method()));
    table.line(
        one.method(),
        measures.percent("top1"),
        measures.points("drop.top1"),
        measures.percent("agreement"),
        measures.decibels("sqnr"),
        size,
        time);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every candidate as plain values. */
  List<Map<String, Object>> candidates() {
    return quantized.values().stream().map(one -> QuantizeJob.values(one, validation)).toList();
  }
}
