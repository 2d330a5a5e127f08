package dev.vernier.quantize.range;

import dev.vernier.stats.HistogramSketch;

/**
 * Half of the median of the sums of all pairs of samples, every sample standing in the middle of
 * its bin: within half a bin, 0.4 % of the larger sample of the pair.
 */
final class HodgesLehmann {

  /** Halvings that leave less than a double's precision of any interval. */
  private static final int HALVINGS = 64;

  private final double[] middle;
  private final double[] count;

  private HodgesLehmann(HistogramSketch values) {
    middle = new double[values.binCount()];
    count = new double[values.binCount()];
    for (int i = 0; i < middle.length; i++) {
      middle[i] = (values.lower(i) + values.upper(i)) / 2;
      count[i] = values.count(i);
    }
  }

  static double of(HistogramSketch values) {
    if (values.count() < 2) {
      return values.min();
    }
    HodgesLehmann pairs = new HodgesLehmann(values);
    double n = values.count();
    return pairs.median(n * (n - 1) / 2) / 2;
  }

  /** The smallest sum that at least half of the pairs do not exceed. */
  private double median(double pairs) {
    double low = 2 * middle[0];
    double high = 2 * middle[middle.length - 1];
    for (int i = 0; i < HALVINGS && low < high; i++) {
      double half = low + (high - low) / 2;
      if (pairsUpTo(half) * 2 >= pairs) {
        high = half;
      } else {
        low = half;
      }
    }
    return high;
  }

  private double pairsUpTo(double sum) {
    double pairs = 0;
    double below = 0;
    int j = 0;
    for (int i = middle.length - 1; i >= 0; i--) {
      while (j < middle.length && middle[i] + middle[j] <= sum) {
        below += count[j++];
      }
      pairs += count[i] * (below - (i < j ? 1 : 0));
    }
    return pairs / 2;
  }
}
