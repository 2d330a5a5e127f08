package dev.vernier.engine.ops.vision;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;

/**
 * What one axis contributes to a sample at a position: indices and weights of the elements taken,
 * none of them outside. Positions are single precision, -1 and 1 being the ends of the axis.
 */
final class GridAxis {
  /** Keys' cubic convolution with this parameter, as in OpenCV and PyTorch. */
  private static final double CUBIC = -0.75;

  private final Rules rules;
  private final int length;
  private final int[] index;
  private final double[] weight;
  private int count;

  private enum Mode {
    NEAREST,
    LINEAR,
    CUBIC
  }

  private enum Padding {
    ZEROS,
    BORDER,
    REFLECTION
  }

  /** A node's mode, padding and meaning of the ends. */
  record Rules(Mode mode, Padding padding, boolean aligned) {
    static Rules of(Node node) {
      Mode mode =
          switch (node.stringAttribute("mode", "linear")) {
            case "nearest" -> Mode.NEAREST;
            case "linear", "bilinear" -> Mode.LINEAR;
            case "cubic", "bicubic" -> Mode.CUBIC;
            default ->
                throw new IllegalArgumentException(
                    "attribute mode = '"
                        + node.stringAttribute("mode", "")
                        + "': expected nearest, linear or cubic");
          };
      Padding padding =
          switch (node.stringAttribute("padding_mode", "zeros")) {
            case "zeros" -> Padding.ZEROS;
            case "border" -> Padding.BORDER;
            case "reflection" -> Padding.REFLECTION;
            default ->
                throw new IllegalArgumentException(
                    "attribute padding_mode = '"
                        + node.stringAttribute("padding_mode", "")
                        + "': expected zeros, border or reflection");
          };
      return new Rules(mode, padding, node.intAttribute("align_corners", 0) != 0);
    }

    /** Elements taken along an axis, at most. */
    int taps() {
      return switch (mode) {
        case NEAREST -> 1;
        case LINEAR -> 2;
        case CUBIC -> 4;
      };
    }

    /** Whether an output is a copy of an element. */
    boolean copies() {
      return mode == Mode.NEAREST;
    }
  }

  GridAxis(Rules rules, int length, Workspace workspace) {
    this.rules = rules;
    this.length = length;
    this.index = workspace.ints(rules.taps());
    this.weight = workspace.doubles(rules.taps());
  }

  int length() {
    return length;
  }

  int count() {
    return count;
  }

  int index(int tap) {
    return index[tap];
  }

  double weight(int tap) {
    return weight[tap];
  }

  /** Finds the taps of a position of the grid. */
  void place(Tensor grid, int at) {
    float x = position(grid, at);
    count = 0;
    switch (rules.mode) {
      case NEAREST -> tap(bounded((float) StrictMath.rint(x)), 1);
      case LINEAR -> {
        float inside = bounded(x);
        double first = Math.floor(inside);
        tap(first, 1 - (inside - first));
        tap(first + 1, inside - first);
      }
      case CUBIC -> {
        // As in PyTorch, padding concerns the elements mixed and not the position itself.
        double first = Math.floor(x);
        for (int t = -1; t <= 2; t++) {
          tap(first + t, cubic(Math.abs(x - first - t)));
        }
      }
    }
  }

  private float position(Tensor grid, int at) {
    if (grid.type() == DataType.DOUBLE) {
      double n = grid.doubleAt(at);
      return (float) (rules.aligned ? (n + 1) / 2 * (length - 1) : ((n + 1) * length - 1) / 2);
    }
    float n = (float) grid.doubleAt(at);
    return rules.aligned ? (n + 1) / 2f * (length - 1) : ((n + 1) * length - 1) / 2f;
  }

  private static double cubic(double d) {
    return d <= 1
        ? ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1
        : ((CUBIC * d - 5 * CUBIC) * d + 8 * CUBIC) * d - 4 * CUBIC;
  }

  private double least() {
    return rules.aligned ? 0 : -0.5;
  }

  private double greatest() {
    return rules.aligned ? length - 1.0 : length - 0.5;
  }

  /** The position itself inside the axis; otherwise what the padding makes of it. */
  private float bounded(float x) {
    if (x >= least() && x <= greatest()) {
      return x;
    }
    return switch (rules.padding) {
      case ZEROS -> x;
      case BORDER -> (float) clamp(x);
      case REFLECTION -> (float) reflect(x);
    };
  }

  private double clamp(double x) {
    return Math.max(0, Math.min(length - 1, x));
  }

  private double reflect(double x) {
    double span = greatest() - least();
    if (span == 0) {
      return least();
    }
    double beyond = x < least() ? least() - x : x - greatest();
    double turns = Math.floor(beyond / span);
    double rest = beyond - turns * span;
    boolean backFromNear = (x < least()) == (turns % 2 == 0);
    return backFromNear ? least() + rest : greatest() - rest;
  }

  private void tap(double at, double w) {
    double inside = at;
    if (!(at >= 0 && at <= length - 1)) {
      switch (rules.padding) {
        case ZEROS -> {
          return;
        }
        case BORDER -> inside = clamp(at);
        case REFLECTION -> inside = clamp(reflect(at));
      }
    }
    index[count] = (int) inside;
    weight[count++] = w;
  }
}
