package dev.vernier.engine.ops.nn;

import dev.vernier.onnx.Node;

/** The rules of Resize for one axis: where an output lies in the input and what it mixes. */
final class Resampling {
  private final String mode;
  private final String coordinates;
  private final String rounding;

  /** Resize 10 takes the nearest element above where an axis shrinks. */
  private final boolean shrinksUpwards;

  private final double cubicCoefficient;
  private final boolean excludeOutside;
  private final boolean antialias;

  Resampling(Node node, boolean oldRules) {
    mode = node.stringAttribute("mode", "nearest");
    coordinates =
        oldRules
            ? "asymmetric"
            : node.stringAttribute("coordinate_transformation_mode", "half_pixel");
    shrinksUpwards = oldRules && node.is("Resize");
    rounding = oldRules ? "floor" : node.stringAttribute("nearest_mode", "round_prefer_floor");
    cubicCoefficient = node.floatAttribute("cubic_coeff_a", -0.75f);
    excludeOutside = node.intAttribute("exclude_outside", 0) != 0;
    antialias = node.intAttribute("antialias", 0) != 0;
  }

  /** Whether every output is a copy of one input element. */
  boolean copies() {
    return mode.equals("nearest");
  }

  /** Whether regions of interest matter. */
  boolean crops() {
    return coordinates.equals("tf_crop_and_resize");
  }

  /** The plan for an axis; roi holds start and end as shares of it. */
  AxisResampling axis(int inputs, int outputs, double scale, double[] roi) {
    AxisResampling axis = new AxisResampling(outputs);
    for (int i = 0; i < outputs; i++) {
      double x = position(i, inputs, outputs, scale, roi);
      if (crops() && (x < 0 || x > inputs - 1)) {
        axis.copy(i, -1);
      } else if (copies()) {
        axis.copy(i, clamp(round(x, scale), inputs));
      } else {
        mix(axis, i, x, inputs, antialias ? Math.min(1, scale) : 1);
      }
    }
    return axis;
  }

  private double position(int i, int inputs, int outputs, double scale, double[] roi) {
    return switch (coordinates) {
      case "half_pixel" -> ratio(i + 0.5, scale) - 0.5;
      case "pytorch_half_pixel" -> outputs > 1 ? ratio(i + 0.5, scale) - 0.5 : 0;
      case "half_pixel_symmetric" -> {
        double adjustment = outputs / (scale * inputs);
        yield inputs / 2.0 * (1 - adjustment) + ratio(i + 0.5, scale) - 0.5;
      }
      // Corners align for the length before it was rounded down.
      case "align_corners" -> outputs > 1 ? i * (inputs - 1) / (scale * inputs - 1) : 0;
      case "asymmetric" -> ratio(i, scale);
      case "tf_half_pixel_for_nn" -> ratio(i + 0.5, scale);
      // In single precision, as the regions are: half of an element must stay a half.
      case "tf_crop_and_resize" ->
          (float)
              (outputs > 1
                  ? roi[0] * (inputs - 1) + i * (roi[1] - roi[0]) * (inputs - 1) / (outputs - 1)
                  : 0.5 * (roi[0] + roi[1]) * (inputs - 1));
      default ->
          throw new IllegalArgumentException(
              "attribute coordinate_transformation_mode = '" + coordinates + "'");
    };
  }

  /**
   * A position in the input. In single precision where an element is chosen by rounding: scales are
   * floats, and 1.5 / 0.6f must not fall short of 2.5.
   */
  private double ratio(double position, double scale) {
    return copies() ? (float) position / (float) scale : position / scale;
  }

  private int round(double x, double scale) {
    if (shrinksUpwards && scale < 1) {
      return (int) Math.ceil(x);
    }
    return (int)
        switch (rounding) {
          case "round_prefer_floor" -> Math.ceil(x - 0.5);
          case "round_prefer_ceil" -> Math.floor(x + 0.5);
          case "floor" -> Math.floor(x);
          case "ceil" -> Math.ceil(x);
          default ->
              throw new IllegalArgumentException("attribute nearest_mode = '" + rounding + "'");
        };
  }

  private static int clamp(int index, int length) {
    return Math.max(0, Math.min(length - 1, index));
  }

  /** Linear or cubic weights around x; shrinking with antialias widens the filter. */
  private void mix(AxisResampling axis, int i, double x, int inputs, double shrink) {
    double support = (mode.equals("cubic") ? 2 : 1) / shrink;
    int first = (int) Math.floor(x - support) + 1;
    int last = (int) Math.ceil(x + support) - 1;
    if (!antialias) {
      int reach = mode.equals("cubic") ? 2 : 1;
      first = (int) Math.floor(x) - reach + 1;
      last = (int) Math.floor(x) + reach;
    }
    int[] sources = new int[last - first + 1];
    double[] weights = new double[sources.length];
    for (int t = 0; t < sources.length; t++) {
      int source = first + t;
      boolean outside = source < 0 || source >= inputs;
      sources[t] = clamp(source, inputs);
      weights[t] = outside && excludeOutside ? 0 : filter((source - x) * shrink);
    }
    axis.sum(i, sources, weights);
  }

  private double filter(double distance) {
    double d = Math.abs(distance);
    if (mode.equals("linear")) {
      return Math.max(0, 1 - d);
    }
    double a = cubicCoefficient;
    if (d <= 1) {
      return ((a + 2) * d - (a + 3)) * d * d + 1;
    }
    return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
  }
}
