package dev.vernier.quantize.range;

import dev.vernier.stats.HistogramSketch;

/** Mean over all values of the lesser of s^2/12 and the value's square, for any step s. */
final class RoundingError {

  private final double[] ends;
  private final double[] squares;
  private final double[] counts;

  RoundingError(HistogramSketch values) {
    HistogramSketch magnitudes = values.min() >= 0 ? values : values.absolute();
    int bins = magnitudes.binCount();
    ends = new double[bins];
    squares = new double[bins + 1];
    counts = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      double low = magnitudes.lower(i);
      double high = magnitudes.upper(i);
      double share = magnitudes.count(i) / (double) magnitudes.count();
      ends[i] = high;
      squares[i + 1] = squares[i] + share * (low * low + low * high + high * high) / 3;
      counts[i + 1] = counts[i] + share;
    }
  }

  double of(double step) {
    double square = step * step / 12;
    int small = firstAbove(Math.sqrt(square));
    return squares[small] + square * (counts[ends.length] - counts[small]);
  }

  /** The first bin that ends above a magnitude. */
  private int firstAbove(double magnitude) {
    int from = 0;
    int to = ends.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (ends[middle] > magnitude) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }
}
