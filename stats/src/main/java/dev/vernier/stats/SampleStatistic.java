package dev.vernier.stats;

import java.util.Optional;

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
  ABS_QUANTILE_0_99999(13),
  QUANTILE_0_00001(14),
  QUANTILE_0_99999(15);

  static final int COUNT = 16;

  /** How many there were at first: states written then hold no more. */
  static final int FIRST_COUNT = 14;

  static final double[] SIGNED = {0.00001, 0.0001, 0.001, 0.01, 0.99, 0.999, 0.9999, 0.99999};
  static final double[] ABSOLUTE = {0.99, 0.999, 0.9999, 0.99999};

  private static final SampleStatistic[] OF_SIGNED = {
    QUANTILE_0_00001,
    QUANTILE_0_0001,
    QUANTILE_0_001,
    QUANTILE_0_01,
    QUANTILE_0_99,
    QUANTILE_0_999,
    QUANTILE_0_9999,
    QUANTILE_0_99999
  };
  private static final SampleStatistic[] OF_ABSOLUTE = {
    ABS_QUANTILE_0_99, ABS_QUANTILE_0_999, ABS_QUANTILE_0_9999, ABS_QUANTILE_0_99999
  };

  /** Quantiles asked for are the collected ones within this, for 1 - 0.9999 is not 0.0001. */
  private static final double SAME = 1e-9;

  private final int id;

  SampleStatistic(int id) {
    this.id = id;
  }

  public int id() {
    return id;
  }

  /** The collected quantile of the values, if it is one. */
  public static Optional<SampleStatistic> quantile(double quantile) {
    return find(SIGNED, OF_SIGNED, quantile);
  }

  /** The collected quantile of the magnitudes, if it is one. */
  public static Optional<SampleStatistic> absQuantile(double quantile) {
    return find(ABSOLUTE, OF_ABSOLUTE, quantile);
  }

  private static Optional<SampleStatistic> find(
      double[] quantiles, SampleStatistic[] statistics, double quantile) {
    for (int i = 0; i < quantiles.length; i++) {
      if (Math.abs(quantiles[i] - quantile) < SAME) {
        return Optional.of(statistics[i]);
      }
    }
    return Optional.empty();
  }

  /** The id of each quantile of the values, in their order. */
  static int signedId(int i) {
    return OF_SIGNED[i].id;
  }

  /** The id of each quantile of the magnitudes, in their order. */
  static int absoluteId(int i) {
    return OF_ABSOLUTE[i].id;
  }

  /** The statistics of one sample, in order of id; the sketch must hold finite values. */
  static float[] of(HistogramSketch sample) {
    float[] values = new float[COUNT];
    values[MIN.id] = sample.min();
    values[MAX.id] = sample.max();
    values[ABS_MAX.id] = sample.absMax();
    values[MEAN.id] = (float) sample.mean();
    double[] signed = sample.quantiles(SIGNED);
    for (int i = 0; i < signed.length; i++) {
      values[signedId(i)] = (float) signed[i];
    }
    double[] absolute = sample.absolute().quantiles(ABSOLUTE);
    for (int i = 0; i < absolute.length; i++) {
      values[absoluteId(i)] = (float) absolute[i];
    }
    return values;
  }
}
