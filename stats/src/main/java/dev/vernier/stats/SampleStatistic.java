package dev.vernier.stats;

/**
 * What is kept of each sample's values in a tensor. Ids and meanings are part of the format; the
 * quantiles are those that peers' estimators (mean, median, no-outliers over samples) are asked
 * for.
 */
public enum SampleStatistic {
  MIN(0),
  MAX(1),
  ABS_MAX(2),
  /** The mean as the sample's own sketch knows it. */
  MEAN(3),
  QUANTILE_0_0001(4),
  QUANTILE_0_001(5),
  QUANTILE_0_01(6),
  QUANTILE_0_99(7),
  QUANTILE_0_999(8),
  QUANTILE_0_9999(9),
  ABS_QUANTILE_0_99(10),
  ABS_QUANTILE_0_999(11),
  ABS_QUANTILE_0_9999(12),
  ABS_QUANTILE_0_99999(13);

  static final int COUNT = 14;

  static final double[] SIGNED = {0.0001, 0.001, 0.01, 0.99, 0.999, 0.9999};
  static final double[] ABSOLUTE = {0.99, 0.999, 0.9999, 0.99999};

  private final int id;

  SampleStatistic(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }

  /** The statistics of one sample, in order of id; the sketch must hold finite values. */
  static float[] of(HistogramSketch sample) {
    float[] values = new float[COUNT];
    values[MIN.id] = sample.min();
    values[MAX.id] = sample.max();
    values[ABS_MAX.id] = sample.absMax();
    values[MEAN.id] = (float) sample.mean();
    put(values, QUANTILE_0_0001, sample.quantiles(SIGNED));
    put(values, ABS_QUANTILE_0_99, sample.absolute().quantiles(ABSOLUTE));
    return values;
  }

  private static void put(float[] values, SampleStatistic first, double[] quantiles) {
    for (int i = 0; i < quantiles.length; i++) {
      values[first.id + i] = (float) quantiles[i];
    }
  }
}
