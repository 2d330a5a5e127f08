package dev.vernier.stats;

import java.util.Arrays;

/** Quantiles in one ascending walk over the bins. */
final class Quantiles {
  private final HistogramSketch sketch;
  private int bin;
  private long before;

  private Quantiles(HistogramSketch sketch) {
    this.sketch = sketch;
  }

  static double[] of(HistogramSketch sketch, double[] ascending) {
    double[] values = new double[ascending.length];
    if (sketch.count() == 0) {
      Arrays.fill(values, Double.NaN);
      return values;
    }
    Quantiles walk = new Quantiles(sketch);
    for (int i = 0; i < values.length; i++) {
      if (!(ascending[i] >= 0 && ascending[i] <= 1) || i > 0 && ascending[i] < ascending[i - 1]) {
        throw new IllegalArgumentException(
            "expected ascending quantiles within [0, 1], not " + Arrays.toString(ascending));
      }
      values[i] = walk.at(ascending[i] * (sketch.count() - 1));
    }
    return values;
  }

  private double at(double rank) {
    long floor = (long) rank;
    double low = ofRank(floor);
    double part = rank - floor;
    if (part == 0) {
      return low;
    }
    int keptBin = bin;
    long keptBefore = before;
    double high = ofRank(floor + 1);
    bin = keptBin;
    before = keptBefore;
    return low + (high - low) * part;
  }

  /** The values of a bin stand evenly in it, half a step from its ends. */
  private double ofRank(long rank) {
    if (rank == 0) {
      return sketch.min();
    }
    if (rank >= sketch.count() - 1) {
      return sketch.max();
    }
    while (rank >= before + sketch.count(bin)) {
      before += sketch.count(bin++);
    }
    double lower = sketch.lower(bin);
    double part = (rank - before + 0.5) / sketch.count(bin);
    return lower + (sketch.upper(bin) - lower) * part;
  }
}
