package dev.vernier.pipeline.metric;

import dev.vernier.engine.Tensor;

/** Ranks of classes. Of equal scores the smaller index comes first; NaN comes last. */
final class Scores {
  private Scores() {}

  /** The class with the highest score. */
  static int best(Tensor scores) {
    return best(scores, 0, scores.size(), 1);
  }

  /** The highest of {@code count} scores, {@code stride} apart. */
  static int best(Tensor scores, int offset, int count, int stride) {
    int best = 0;
    double most = value(scores, offset);
    for (int i = 1; i < count; i++) {
      double value = value(scores, offset + i * stride);
      if (value > most) {
        best = i;
        most = value;
      }
    }
    return best;
  }

  /** Number of classes that come before the given one. */
  static int rank(Tensor scores, long index) {
    double own = value(scores, (int) index);
    int before = 0;
    for (int i = 0; i < scores.size(); i++) {
      double other = value(scores, i);
      if (other > own || (other == own && i < index)) {
        before++;
      }
    }
    return before;
  }

  private static double value(Tensor scores, int i) {
    double value = scores.doubleAt(i);
    return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
  }
}
