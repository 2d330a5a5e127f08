package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.Node;

/** How scattered updates combine with what is already there. */
public enum Scatter {
  NONE,
  ADD,
  MUL,
  MAX,
  MIN;

  /** The reduction that a node's attribute names. */
  public static Scatter of(Node node) {
    String name = node.stringAttribute("reduction", "none");
    for (Scatter scatter : values()) {
      if (scatter.name().toLowerCase(java.util.Locale.ROOT).equals(name)) {
        return scatter;
      }
    }
    throw new IllegalArgumentException(
        "attribute reduction = '" + name + "': expected none, add, mul, max or min");
  }

  /** Applies {@code n} consecutive updates in order. */
  public void apply(Tensor updates, int from, Tensor y, int to, int n) {
    if (this == NONE) {
      Copies.run(updates, from, y, to, n);
      return;
    }
    boolean floating = y.type().isFloatingPoint();
    for (int i = 0; i < n; i++) {
      if (floating) {
        y.setDouble(to + i, combine(y.doubleAt(to + i), updates.doubleAt(from + i)));
      } else {
        y.setLong(to + i, combine(y.longAt(to + i), updates.longAt(from + i)));
      }
    }
  }

  private double combine(double a, double b) {
    return switch (this) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case NONE -> b;
    };
  }

  private long combine(long a, long b) {
    return switch (this) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case NONE -> b;
    };
  }
}
