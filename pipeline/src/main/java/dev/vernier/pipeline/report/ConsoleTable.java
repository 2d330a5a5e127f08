package dev.vernier.pipeline.report;

import dev.vernier.pipeline.report.Report.CandidateLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The candidates of a report in columns of text. */
public final class ConsoleTable {
  private static final List<String> HEADER =
      List.of("method", "top-1", "top-5", "drop", "agreement", "SQNR", "size", "time");

  private ConsoleTable() {}

  /** Lines of equal width, the floating-point model first. */
  public static String of(Report report) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    lines.add(reference(report));
    report.candidates().forEach(c -> lines.add(line(c)));
    int[] widths = new int[HEADER.size()];
    lines.forEach(l -> widen(widths, l));
    StringBuilder out = new StringBuilder();
    lines.forEach(l -> append(out, l, widths));
    return out.toString();
  }

  private static List<String> reference(Report report) {
    Map<String, Double> m = report.candidates().get(0).measures();
    return List.of(
        "float32",
        value("%.2f %%", m.get("reference.top1")),
        value("%.2f %%", m.get("reference.top5")),
        "",
        "",
        "",
        size(report.referenceBytes()),
        "");
  }

  private static List<String> line(CandidateLine c) {
    Map<String, Double> m = c.measures();
    return List.of(
        c.method(),
        value("%.2f %%", m.get("top1")),
        value("%.2f %%", m.get("top5")),
        value("%.2f", m.get("drop.top1")),
        value("%.2f %%", m.get("agreement")),
        value("%.1f dB", m.get("sqnr")),
        size(c.bytes()),
        String.format(Locale.ROOT, "%.2f s", c.seconds()));
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f KB", bytes / 1e3);
  }

  private static String value(String format, Double value) {
    return value == null ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static void widen(int[] widths, List<String> line) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], line.get(i).length());
    }
  }

  private static void append(StringBuilder out, List<String> line, int[] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - line.get(i).length());
      text.append(i == 0 ? line.get(i) + pad : "  " + pad + line.get(i));
    }
    out.append(text.toString().stripTrailing()).append('\n');
  }
}
