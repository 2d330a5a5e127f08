package dev.vernier.quantize.range;

import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.SampleStatistic;

/**
 * The geometric mean over samples of the mean squared error that a quantizer is expected to make on
 * each: the mean of the samples' SQNR, their energies being the same for every quantizer.
 *
 * <p>Single samples are not kept, but how their extremes and outer quantiles are distributed is.
 * Samples are taken to have the same rank in all of them: a sample of rank u has at each level the
 * u-quantile of that level's statistic, its values standing evenly between levels, and inside the
 * 0.01 quantiles the shape of all values, scaled as its 0.01 quantiles are. Rounding costs s^2/12 a
 * value, or the value's square if that is less; clipping costs the square of the distance.
 */
final class SampleError {

  /** Samples are represented by this many ranks. */
  private static final int RANKS = 32;

  private static final SampleStatistic[] UPPER = {
    SampleStatistic.QUANTILE_0_99,
    SampleStatistic.QUANTILE_0_999,
    SampleStatistic.QUANTILE_0_9999,
    SampleStatistic.QUANTILE_0_99999,
    SampleStatistic.MAX
  };
  private static final SampleStatistic[] LOWER = {
    SampleStatistic.QUANTILE_0_01,
    SampleStatistic.QUANTILE_0_001,
    SampleStatistic.QUANTILE_0_0001,
    SampleStatistic.QUANTILE_0_00001,
    SampleStatistic.MIN
  };
  private static final double[] BEYOND = {0.01, 0.001, 0.0001, 0.00001, 0};

  private final RoundingError body;
  private final SampleTail[] above;
  private final SampleTail[] below;
  private final double[] scale;
  private final double slope;

  SampleError(HistogramSketch values, PerSampleState samples, double negativeSlope) {
    int ranks = (int) Math.min(RANKS, samples.samples());
    double positive = 1 - values.countAtMost(0) / values.count();
    double negative = (values.count() - values.zeros()) / (double) values.count() - positive;
    this.slope = negativeSlope * negativeSlope;
    this.body = new RoundingError(values);
    this.above = new SampleTail[ranks];
    this.below = new SampleTail[ranks];
    this.scale = new double[ranks];
    for (int i = 0; i < ranks; i++) {
      double rank = (i + 0.5) / ranks;
      above[i] = SampleTail.of(samples, UPPER, BEYOND, rank, 1, positive);
      below[i] = SampleTail.of(samples, LOWER, BEYOND, 1 - rank, -1, negative);
      scale[i] = StrictMath.hypot(above[i].shoulder(), below[i].shoulder());
    }
    normalize();
  }

  /** Scales are relative to their root mean square, which all values together have. */
  private void normalize() {
    double sum = 0;
    for (double one : scale) {
      sum += one * one;
    }
    double typical = Math.sqrt(sum / scale.length);
    for (int i = 0; i < scale.length; i++) {
      scale[i] = typical > 0 ? Math.max(scale[i] / typical, 1e-3) : 1;
    }
  }

  /** The geometric mean of the samples' mean squared errors. */
  double of(QuantizationParameters parameters) {
    double step = parameters.scale();
    double low = Math.max(0, -parameters.low());
    double high = Math.max(0, parameters.high());
    double sum = 0;
    for (int i = 0; i < scale.length; i++) {
      double rounding = scale[i] * scale[i] * body.of(step / scale[i]);
      double clipping = above[i].beyond(high) + slope * below[i].beyond(low);
      sum += StrictMath.log(rounding + clipping + Double.MIN_NORMAL);
    }
    return StrictMath.exp(sum / scale.length);
  }
}
