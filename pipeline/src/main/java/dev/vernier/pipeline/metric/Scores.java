package dev.vernier.pipeline.metric;

import dev.vernier.engine.Tensor;

/** Ranks of classes. Of equal scores the smaller index comes first; NaN comes last. */
final class Scores {
  private Scores() {}

  /** The class with the highest score. */
  static int best(Tensor scores) {
    int best = 0;
    for (int i = 1; i < scores.size(); i++) {
      if (value(scores, i) > value(scores, best)) {
        best = i;
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
