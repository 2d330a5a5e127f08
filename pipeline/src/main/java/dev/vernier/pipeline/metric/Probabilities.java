package dev.vernier.pipeline.metric;

import dev.vernier.conf.AnnotationConfig;
import dev.vernier.engine.Tensor;

/**
 * Class probabilities of scores that are logits or probabilities already. Logarithms are computed
 * with StrictMath in double precision, in the order of the classes.
 */
final class Probabilities {
  /** A probability that a quantized Softmax rounds to zero counts as this much. */
  private static final double LEAST = 1e-7;

  /** How far a row of probabilities may miss a sum of 1. */
  private static final double TOLERANCE = 1e-3;

  private final String kind;

  Probabilities(AnnotationConfig config) {
    this.kind = config.scores();
  }

  /** Whether scores are probabilities; decided by the floating-point model's row. */
  boolean areGiven(Tensor reference, int offset, int count, int stride) {
    if (!kind.equals("auto")) {
      return kind.equals("probabilities");
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double value = reference.doubleAt(offset + i * stride);
      if (!(value >= 0 && value <= 1)) {
        return false;
      }
      sum += value;
    }
    return count == 1 || Math.abs(sum - 1) <= TOLERANCE;
  }

  /** Whether a whole output holds probabilities. */
  boolean areGiven(Tensor reference) {
    return areGiven(reference, 0, reference.size(), 1);
  }

  /** Natural logarithms of the probabilities of a whole output. */
  static double[] logs(Tensor scores, boolean given) {
    return logs(scores, given, 0, scores.size(), 1);
  }

  /** Natural logarithms of the probabilities of {@code count} scores, {@code stride} apart. */
  static double[] logs(Tensor scores, boolean given, int offset, int count, int stride) {
    double[] values = new double[count];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double value = scores.doubleAt(offset + i * stride);
      values[i] = given ? StrictMath.log(Math.max(value, LEAST)) : value;
      most = Math.max(most, values[i]);
    }
    double sum = 0;
    for (double value : values) {
      sum += StrictMath.exp(value - most);
    }
    double normalizer = most + StrictMath.log(sum);
    for (int i = 0; i < count; i++) {
      values[i] -= normalizer;
    }
    return values;
  }
}
