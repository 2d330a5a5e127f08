package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Expansion;

/** Root mean squares over the last axis. */
final class RootMeanSquares {
  private RootMeanSquares() {}

  /** 1 / sqrt(mean of squares + epsilon), the axis kept with length 1. */
  static String reciprocal(Expansion to, String x, float epsilon) {
    String mean = to.add("ReduceMean", to.add("Mul", x, x), to.longs(-1));
    return to.add("Reciprocal", to.add("Sqrt", to.add("Add", mean, to.scalar(epsilon))));
  }
}
