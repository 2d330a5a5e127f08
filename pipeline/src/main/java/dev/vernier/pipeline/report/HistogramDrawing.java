package dev.vernier.pipeline.report;

import dev.vernier.pipeline.report.Report.TensorLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A small histogram with the chosen thresholds, as the numbers of an SVG drawing. */
final class HistogramDrawing {
  private static final double WIDTH = 180;
  private static final double HEIGHT = 36;

  private final TensorLine line;
  private final double from;
  private final double to;

  private HistogramDrawing(TensorLine line) {
    this.line = line;
    double low = Math.min(line.observedMin(), line.low());
    double high = Math.max(line.observedMax(), line.high());
    double margin = high > low ? (high - low) * 0.02 : 1;
    this.from = low - margin;
    this.to = high + margin;
  }

  /** Path of the bars, positions of the thresholds and of zero; empty if nothing was observed. */
  static Map<String, String> of(TensorLine line) {
    return line.histogram().isEmpty() ? Map.of() : new HistogramDrawing(line).drawing();
  }

  private Map<String, String> drawing() {
    Map<String, String> drawing = new LinkedHashMap<>();
    drawing.put("path", path());
    drawing.put("low", text(x(line.low())));
    drawing.put("high", text(x(line.high())));
    drawing.put("inside", text(Math.max(0, x(line.high()) - x(line.low()))));
    if (from < 0 && to > 0) {
      drawing.put("zero", text(x(0)));
    }
    return drawing;
  }

  private String path() {
    List<Double> heights = line.histogram();
    double step = (line.observedMax() - line.observedMin()) / heights.size();
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < heights.size(); i++) {
      if (heights.get(i) > 0) {
        double left = x(line.observedMin() + i * step);
        double width = Math.max(0.8, x(line.observedMin() + (i + 1) * step) - left - 0.2);
        double height = Math.max(0.5, heights.get(i) * (HEIGHT - 2));
        path.append('M').append(text(left)).append(' ').append(text(HEIGHT));
        path.append('v').append(text(-height)).append('h').append(text(width));
        path.append('v').append(text(height)).append('z');
      }
    }
    return path.toString();
  }

  private double x(double value) {
    return WIDTH * (value - from) / (to - from);
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
