package dev.vernier.quantize.range;

import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.stats.HistogramSketch;

/**
 * Kullback-Leibler divergence between a sketch's values and the codes of a quantizer.
 *
 * <p>P counts the values in narrow bins, those beyond the grid in its end bins. Q spreads the
 * unclipped count of every code evenly over the code's bins that hold values; a code that only
 * clipped values get counts as half a value. Zeros enter neither.
 */
final class Divergence {

  private static final double EMPTY_CODE = 0.5;

  private final HistogramSketch values;
  private final int binsPerCode;

  Divergence(HistogramSketch values, int binsPerCode) {
    this.values = values;
    this.binsPerCode = binsPerCode;
  }

  /** The divergence in nats; infinite if every value is clipped. */
  double of(QuantizationParameters parameters) {
    IntegerRange codes = IntegerRange.full(parameters.type());
    double scale = parameters.scale();
    double low = scale * (codes.min() - parameters.zeroPoint() - 0.5);
    double high = scale * (codes.max() - parameters.zeroPoint() + 0.5);
    int levels = codes.steps() + 1;
    double[] unclipped = values.linearCounts(levels * binsPerCode, low, high);
    removeZeros(unclipped, parameters.zeroPoint() - codes.min());
    double below = Math.max(0, values.countAtMost(low));
    double above = Math.max(0, values.count() - values.countAtMost(high));
    double inside = sum(unclipped);
    double total = inside + below + above;
    if (inside <= 0) {
      return total > 0 ? Double.POSITIVE_INFINITY : 0;
    }
    double[] clipped = unclipped.clone();
    clipped[0] += below;
    clipped[clipped.length - 1] += above;
    return divergence(clipped, unclipped, total, inside);
  }

  private void removeZeros(double[] counts, int zeroLevel) {
    // Zero is the middle of its code: the bin that starts there, or the middle one of an odd
    // number.
    int bin = Math.min(counts.length - 1, zeroLevel * binsPerCode + binsPerCode / 2);
    counts[bin] = Math.max(0, counts[bin] - values.zeros());
  }

  private double divergence(double[] clipped, double[] unclipped, double total, double inside) {
    double sum = 0;
    for (int from = 0; from < clipped.length; from += binsPerCode) {
      double codeMass = 0;
      int used = 0;
      for (int i = from; i < from + binsPerCode; i++) {
        codeMass += unclipped[i];
        used += unclipped[i] > 0 ? 1 : 0;
      }
      double q = Math.max(codeMass, EMPTY_CODE) / Math.max(used, 1) / inside;
      sum += term(clipped, from, q, total);
    }
    return sum;
  }

  private double term(double[] clipped, int from, double q, double total) {
    double sum = 0;
    for (int i = from; i < from + binsPerCode; i++) {
      if (clipped[i] > 0) {
        double p = clipped[i] / total;
        sum += p * StrictMath.log(p / q);
      }
    }
    return sum;
  }

  private static double sum(double[] counts) {
    double sum = 0;
    for (double count : counts) {
      sum += count;
    }
    return sum;
  }
}
