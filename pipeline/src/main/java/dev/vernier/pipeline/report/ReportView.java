package dev.vernier.pipeline.report;

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
  private static final String NONE = "–";

  private ReportView() {}

  static Map<String, Object> of(Report report) {
    Map<String, Object> view = new LinkedHashMap<>();
    CandidateLine delivered = report.candidates().get(0);
    view.put("model", report.model());
    view.put("digest", report.modelDigest());
    view.put("method", report.method());
    view.put("scheme", report.scheme());
    view.put("cards", cards(report, delivered));
    view.put("candidates", report.candidates().stream().map(ReportView::candidate).toList());
    view.put("referenceSize", bytes(report.referenceBytes()));
    view.put("referenceTop1", percent(delivered.measures().get("reference.top1")));
    view.put("referenceTop5", percent(delivered.measures().get("reference.top5")));
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

  private static List<Map<String, String>> cards(Report report, CandidateLine delivered) {
    Map<String, Double> m = delivered.measures();
    List<Map<String, String>> cards = new ArrayList<>();
    if (m.containsKey("top1")) {
      String note = "from " + percent(m.get("reference.top1")) + " in floating point";
      cards.add(card("Top-1 accuracy", percent(m.get("top1")), note));
      String range = points(m.get("drop.low")) + " to " + points(m.get("drop.high"));
      cards.add(card("Accuracy drop", points(m.get("drop.top1")), "95 % interval " + range));
    }
    if (m.containsKey("agreement")) {
      cards.add(card("Same prediction", percent(m.get("agreement")), "of the validation rows"));
    }
    if (m.containsKey("sqnr")) {
      cards.add(card("Output SQNR", decibels(m.get("sqnr")), "signal to quantization noise"));
    }
    double ratio = (double) report.referenceBytes() / Math.max(1, delivered.bytes());
    String smaller = String.format(Locale.ROOT, "%.2f times smaller", ratio);
    cards.add(
        card(
            "Size",
            bytes(delivered.bytes()),
            "from " + bytes(report.referenceBytes()) + ", " + smaller));
    return cards;
  }

  private static Map<String, String> card(String title, String value, String note) {
    return Map.of("title", title, "value", value, "note", note);
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
    view.put("seconds", String.format(Locale.ROOT, "%.2f s", line.seconds()));
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
    view.put("range", number(line.low(), 4) + " … " + number(line.high(), 4));
    boolean seen = line.observedMin() != null;
    view.put(
        "observed",
        seen ? number(line.observedMin(), 4) + " … " + number(line.observedMax(), 4) : NONE);
    view.put("scale", number(line.scale(), 5));
    view.put("zeroPoint", Integer.toString(line.zeroPoint()));
    view.put("saturation", line.saturation() == null ? NONE : share(line.saturation()));
    view.put("sqnr", decibels(line.sqnr()));
    view.put("histogram", HistogramDrawing.of(line));
    return view;
  }

  private static Map<String, String> stability(StabilityLine line) {
    return Map.of(
        "name", line.name(),
        "range", number(line.low(), 4) + " … " + number(line.high(), 4),
        "errors", number(line.minError(), 3) + ", " + number(line.maxError(), 3),
        "move", String.format(Locale.ROOT, "%.2f %%", 100 * line.largestMove()),
        "decibels", String.format(Locale.ROOT, "%.3f dB", line.decibels()));
  }

  private static Map<String, String> seconds(Report report) {
    Map<String, String> view = new LinkedHashMap<>();
    report
        .seconds()
        .forEach((stage, taken) -> view.put(stage, String.format(Locale.ROOT, "%.1f s", taken)));
    return view;
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
    facts.put("Calibration rows", rows(report.calibration()));
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

  static String percent(Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.2f %%", value);
  }

  private static String points(Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String decibels(Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, "%.1f dB", value);
  }

  private static String share(double value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "%.4f %%", 100 * value);
  }

  private static String bytes(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f KB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
  }

  private static String number(double value, int digits) {
    return value == 0
        ? "0"
        : new java.math.BigDecimal(value)
            .round(new java.math.MathContext(digits))
            .stripTrailingZeros()
            .toPlainString();
  }
}
