package dev.vernier.stats;

import dev.vernier.kernels.Ordered;

/**
 * The statistics of a sample straight from its tables: bit for bit what {@link SampleStatistic#of}
 * says of its sketch, without making one.
 */
final class SampleStatistics {
  private static final int EXPONENTS = 256;

  private final float[] values = new float[SampleStatistic.COUNT];
  private final PageRanks signed = new PageRanks(2 * EXPONENTS);
  private final PageRanks absolute = new PageRanks(EXPONENTS);

  /** The statistics by id, until the next call; the sample must hold finite values. */
  float[] of(SampleTables sample) {
    int[] counts = sample.counts();
    float min = FloatBins.canonical(Ordered.decode(sample.min()));
    float max = FloatBins.canonical(Ordered.decode(sample.max()));
    float absMax = Math.max(Math.abs(min), Math.abs(max));
    listSigned(sample);
    listAbsolute(sample);
    signed.close(min, max);
    absolute.close(absMin(counts, min, max), absMax);
    values[SampleStatistic.MIN.id()] = min;
    values[SampleStatistic.MAX.id()] = max;
    values[SampleStatistic.ABS_MAX.id()] = absMax;
    values[SampleStatistic.MEAN.id()] = (float) (signed.sum(counts) / signed.count());
    for (int i = 0; i < SampleStatistic.SIGNED.length; i++) {
      double quantile = signed.quantile(counts, SampleStatistic.SIGNED[i]);
      values[SampleStatistic.signedId(i)] = (float) quantile;
    }
    for (int i = 0; i < SampleStatistic.ABSOLUTE.length; i++) {
      double quantile = absolute.quantile(counts, SampleStatistic.ABSOLUTE[i]);
      values[SampleStatistic.absoluteId(i)] = (float) quantile;
    }
    return values;
  }

  private void listSigned(SampleTables sample) {
    signed.open();
    int positive = sample.positivePages();
    for (int i = sample.pageCount() - 1; i >= positive; i--) {
      signed.add(sample.page(i), PageRanks.NONE, sample.total(i));
    }
    for (int i = 0; i < positive; i++) {
      signed.add(sample.page(i), PageRanks.NONE, sample.total(i));
    }
  }

  /** Joins the pages of both signs of an exponent. */
  private void listAbsolute(SampleTables sample) {
    absolute.open();
    int positives = sample.positivePages();
    int positive = 0;
    int negative = positives;
    while (positive < positives || negative < sample.pageCount()) {
      int up = positive < positives ? sample.page(positive) : EXPONENTS;
      int down = negative < sample.pageCount() ? sample.page(negative) - EXPONENTS : EXPONENTS;
      int page = Math.min(up, down);
      long total = up == page ? sample.total(positive++) : 0;
      total += down == page ? sample.total(negative++) : 0;
      absolute.add(page, page + EXPONENTS, total);
    }
  }

  private float absMin(int[] counts, float min, float max) {
    if (min >= 0) {
      return min;
    }
    return max <= 0 ? -max : (float) absolute.lowestEdge(counts);
  }
}
