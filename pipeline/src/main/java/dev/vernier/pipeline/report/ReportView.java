package dev.vernier.pipeline.report;

import static dev.vernier.pipeline.report.ReportTexts.NONE;
import static dev.vernier.pipeline.report.ReportTexts.bytes;
import static dev.vernier.pipeline.report.ReportTexts.decibels;
import static dev.vernier.pipeline.report.ReportTexts.number;
import static dev.vernier.pipeline.report.ReportTexts.percent;
import static dev.vernier.pipeline.report.ReportTexts.points;
import static dev.vernier.pipeline.report.ReportTexts.range;
import static dev.vernier.pipeline.report.ReportTexts.share;
import static dev.vernier.pipeline.report.ReportTexts.text;

import dev.vernier.pipeline.report.Report.CandidateLine;
import dev.vernier.pipeline.report.Report.NodeLine;
import dev.vernier.pipeline.report.Report.StabilityLine;
import dev.vernier.pipeline.report.Report.TensorLine;
import dev.vernier.pipeline.stopping.Settling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The texts of the HTML page; the template only places them. */
final class ReportView {
  private ReportView() {}

  static Map<String, Object> of(Report report) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("model", report.model());
    view.put("digest", report.modelDigest());
    view.put("method", report.method());
    view.put("scheme", report.scheme());
    view.put("cards", ReportCards.of(report));
    if (report.night() != null) {
      view.put("night", NightLines.view(report.night()));
    }
    if (report.drift() != null) {
      view.put("drift", DriftLines.view(report.drift()));
    }
    view.put("candidates", report.candidates().stream().map(ReportView::candidate).toList());
    view.put("reference", reference(report));
    view.put("validated", report.validation() != null);
    view.put("tensors", report.tensors().stream().map(ReportView::tensor).toList());
    view.put("nodes", report.nodes().stream().map(ReportView::node).toList());
    view.put("quantizedNodes", report.nodes().stream().filter(NodeLine::quantized).count());
    if (report.control() != null) {
      view.put("control", ControlLines.view(report.control()));
    }
    view.put("sensitivity", report.sensitivity().stream().map(SensitivityLines::view).toList());
    view.put("stability", report.stability().stream().map(ReportView::stability).toList());
    view.put("stopping", report.stopping().stream().map(Settling::text).toList());
    view.put("seconds", seconds(report));
    view.put("measures", measures(report.candidates()));
    view.put("facts", facts(report));
    view.put("badRows", badRows(report));
    return view;
  }

  /** The floating-point model's line among the candidates. */
  private static Map<String, String> reference(Report report) {
    Map<String, Double> m =
        report.candidates().isEmpty() ? Map.of() : report.candidates().get(0).measures();
    return Map.of(
        "size", bytes(report.referenceBytes()),
        "top1", percent(m.get("reference.top1")),
        "top5", percent(m.get("reference.top5")));
  }

  private static Map<String, String> candidate(CandidateLine line) {
    Map<String, Double> m = line.measures();
    Map<String, String> view = new LinkedHashMap<>();
    view.put("method", line.method());
    view.put("top1", percent(m.get("top1")));
    view.put("top5", percent(m.get("top5")));
    view.put("drop", points(m.get("drop.top1")));
    view.put("p", m.get("mcnemar.p") == null ? NONE : number(m.get("mcnemar.p"), 3));
    view.put("agreement", percent(m.get("agreement")));
    view.put("sqnr", decibels(m.get("sqnr")));
    view.put("size", bytes(line.bytes()));
    view.put("seconds", line.seconds() > 0 ? text("%.2f s", line.seconds()) : NONE);
    return view;
  }

  /** Every measure that some candidate has, and its value for each. */
  private static List<Map<String, Object>> measures(List<CandidateLine> candidates) {
    Set<String> names = new LinkedHashSet<>();
    candidates.forEach(c -> names.addAll(c.measures().keySet()));
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String name : names) {
      List<String> values = candidates.stream().map(c -> value(c.measures().get(name))).toList();
      rows.add(Map.of("name", name, "values", values));
    }
    return rows;
  }

  private static String value(Double value) {
    return value == null ? NONE : number(value, 6);
  }

  private static Map<String, Object> tensor(TensorLine line) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", line.name());
    view.put("shared", line.tensors().size() > 1 ? String.join(", ", line.tensors()) : "");
    view.put("method", line.method());
    view.put("type", line.type());
    view.put("range", range(line.low(), line.high()));
    boolean seen = line.observedMin() != null;
    view.put("observed", seen ? range(line.observedMin(), line.observedMax()) : NONE);
    view.put("scale", number(line.scale(), 5));
    view.put("zeroPoint", Integer.toString(line.zeroPoint()));
    view.put("saturation", share(line.saturation()));
    view.put("sqnr", decibels(line.sqnr()));
    view.put("histogram", HistogramDrawing.of(line));
    return view;
  }

  private static Map<String, String> stability(StabilityLine line) {
    return Map.of(
        "name", line.name(),
        "range", range(line.low(), line.high()),
        "errors", number(line.minError(), 3) + ", " + number(line.maxError(), 3),
        "move", percent(100 * line.largestMove()),
        "decibels", text("%.3f dB", line.decibels()));
  }

  /** Every stage with its share of the longest one's time. */
  private static List<Map<String, String>> seconds(Report report) {
    double longest = report.seconds().values().stream().mapToDouble(d -> d).max().orElse(0);
    double unit = 100 / Math.max(longest, 1e-9);
    List<Map<String, String>> stages = new ArrayList<>();
    report
        .seconds()
        .forEach(
            (stage, taken) ->
                stages.add(
                    Map.of(
                        "name", stage,
                        "time", text("%.1f s", taken),
                        "share", String.format(Locale.ROOT, "%.1f", unit * taken))));
    return stages;
  }

  private static Map<String, Object> node(NodeLine line) {
    return Map.of(
        "name", line.name(),
        "type", line.type(),
        "quantized", line.quantized(),
        "reason", line.reason());
  }

  private static Map<String, String> facts(Report report) {
    Map<String, String> facts = new LinkedHashMap<>();
    if (report.calibration().read() > 0) {
      facts.put("Calibration rows", rows(report.calibration()));
    }
    if (report.validation() != null) {
      facts.put("Validation rows", rows(report.validation()));
    }
    facts.putAll(report.facts());
    return facts;
  }

  private static String rows(Report.Rows rows) {
    return rows.used() + " used of " + rows.read() + " read, " + rows.bad() + " bad";
  }

  private static List<String> badRows(Report report) {
    List<String> rows = new ArrayList<>(report.calibration().badRows());
    if (report.validation() != null) {
      rows.addAll(report.validation().badRows());
    }
    return rows.stream().distinct().limit(100).toList();
  }
}
