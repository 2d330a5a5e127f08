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
    put(SampleStatistic.QUANTILE_0_0001, SampleStatistic.SIGNED, signed, counts);
    put(SampleStatistic.ABS_QUANTILE_0_99, SampleStatistic.ABSOLUTE, absolute, counts);
    return values;
  }

  private void put(SampleStatistic first, double[] quantiles, PageRanks ranks, int[] counts) {
    for (int i = 0; i < quantiles.length; i++) {
      values[first.id() + i] = (float) ranks.quantile(counts, quantiles[i]);
    }
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
