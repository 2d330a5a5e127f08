package dev.vernier.pipeline.report;

import dev.vernier.pipeline.report.DriftLine.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Two small histograms over one another, before as an area and now as a line, as SVG paths. */
final class DriftDrawing {
  private static final double WIDTH = 180;
  private static final double HEIGHT = 36;
  private static final double LINE = 2;

  private DriftDrawing() {}

  /** Paths of both sides; empty if they are not to be drawn. */
  static Map<String, String> of(Tensor tensor) {
    List<Double> before = tensor.before().histogram();
    List<Double> now = tensor.now().histogram();
    return before.isEmpty() || now.isEmpty()
        ? Map.of()
        : Map.of("before", steps(before) + "z", "now", steps(now));
  }

  private static String steps(List<Double> heights) {
    double step = WIDTH / heights.size();
    StringBuilder path = new StringBuilder("M0 ").append(text(HEIGHT));
    for (double height : heights) {
      path.append('V')
          .append(text(HEIGHT - height * (HEIGHT - LINE)))
          .append('h')
          .append(text(step));
    }
    return path.append('V').append(text(HEIGHT)).toString();
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
