package dev.vernier.pipeline.report;

import static dev.vernier.pipeline.report.ReportTexts.bytes;
import static dev.vernier.pipeline.report.ReportTexts.decibels;
import static dev.vernier.pipeline.report.ReportTexts.percent;
import static dev.vernier.pipeline.report.ReportTexts.points;

import dev.vernier.pipeline.report.Report.CandidateLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The few numbers at the top of the page. */
final class ReportCards {
  private final List<Map<String, String>> cards = new ArrayList<>();

  private ReportCards() {}

  static List<Map<String, String>> of(Report report) {
    ReportCards all = new ReportCards();
    if (report.night() != null) {
      all.add(
          "Night of " + report.night().date(),
          decision(report),
          NightLines.inForce(report.night()));
    }
    if (report.drift() != null) {
      all.drift(report.drift());
    }
    if (!report.candidates().isEmpty()) {
      CandidateLine delivered = report.candidates().get(0);
      all.measures(delivered.measures());
      all.size(report.referenceBytes(), delivered.bytes());
    }
    return all.cards;
  }

  private static String decision(Report report) {
    return report.night().published() ? "Published" : "Not published";
  }

  private void drift(DriftLine drift) {
    String note =
        DriftLines.count(drift, "significant")
            + " of "
            + drift.tensors().size()
            + " tensors significant";
    add("Drift", drift.verdict(), note);
  }

  private void measures(Map<String, Double> m) {
    if (m.containsKey("top1")) {
      add(
          "Top-1 accuracy",
          percent(m.get("top1")),
          "from " + percent(m.get("reference.top1")) + " in floating point");
      String range = points(m.get("drop.low")) + " to " + points(m.get("drop.high"));
      add("Accuracy drop", points(m.get("drop.top1")), "95 % interval " + range);
    }
    if (m.containsKey("agreement")) {
      add("Same prediction", percent(m.get("agreement")), "of the validation rows");
    }
    if (m.containsKey("sqnr")) {
      add("Output SQNR", decibels(m.get("sqnr")), "signal to quantization noise");
    }
  }

  private void size(long before, long now) {
    double ratio = (double) before / Math.max(1, now);
    String note = String.format(Locale.ROOT, "from %s, %.2f times smaller", bytes(before), ratio);
    add("Size", bytes(now), note);
  }

  private void add(String title, String value, String note) {
    cards.add(Map.of("title", title, "value", value, "note", note));
  }
}
