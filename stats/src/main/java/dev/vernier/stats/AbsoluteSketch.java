package dev.vernier.stats;

import java.util.Arrays;

/** Folds the negative bins of a sketch onto the positive ones. */
final class AbsoluteSketch {
  private AbsoluteSketch() {}

  static HistogramSketch of(HistogramSketch sketch) {
    int size = sketch.binCount();
    if (size == 0 || sketch.index(0) >= FloatBins.ZERO) {
      return withoutSign(sketch, bins(sketch), counts(sketch), sketch.min());
    }
    int right = firstNotNegative(sketch);
    int left = right - 1;
    char[] bins = new char[size];
    long[] counts = new long[size];
    int used = 0;
    while (left >= 0 || right < size) {
      int negative = left >= 0 ? 2 * FloatBins.ZERO - sketch.index(left) : Integer.MAX_VALUE;
      int positive = right < size ? sketch.index(right) : Integer.MAX_VALUE;
      bins[used] = (char) Math.min(negative, positive);
      long fromLeft = negative <= positive ? sketch.count(left--) : 0;
      long fromRight = positive <= negative ? sketch.count(right++) : 0;
      counts[used++] = fromLeft + fromRight;
    }
    float min = sketch.max() <= 0 ? -sketch.max() : (float) FloatBins.lower(bins[0]);
    return withoutSign(sketch, Arrays.copyOf(bins, used), Arrays.copyOf(counts, used), min);
  }

  private static HistogramSketch withoutSign(
      HistogramSketch sketch, char[] bins, long[] counts, float min) {
    NonFinite signed = sketch.nonFinite();
    NonFinite absolute =
        new NonFinite(signed.nan(), Math.addExact(signed.positive(), signed.negative()), 0);
    return new HistogramSketch(bins, counts, min, sketch.absMax(), absolute, sketch.stride());
  }

  private static int firstNotNegative(HistogramSketch sketch) {
    int i = 0;
    while (i < sketch.binCount() && sketch.index(i) < FloatBins.ZERO) {
      i++;
    }
    return i;
  }

  private static char[] bins(HistogramSketch sketch) {
    char[] bins = new char[sketch.binCount()];
    for (int i = 0; i < bins.length; i++) {
      bins[i] = (char) sketch.index(i);
    }
    return bins;
  }

  private static long[] counts(HistogramSketch sketch) {
    long[] counts = new long[sketch.binCount()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = sketch.count(i);
    }
    return counts;
  }
}
