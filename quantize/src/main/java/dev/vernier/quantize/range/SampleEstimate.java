package dev.vernier.quantize.range;

import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.BoundEstimator;
import dev.vernier.quantize.SampleAggregator;
import dev.vernier.stats.HistogramSketch;
import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.SampleStatistic;

/**
 * A bound estimated from statistics of single samples. Minimum, maximum and mean over samples are
 * exact; the other aggregators see each sample's statistic within a bin of its sketch, that is
 * within 0.8 %.
 */
final class SampleEstimate {

  private final PerSampleState samples;

  SampleEstimate(String method, PerSampleState samples) {
    if (samples.isEmpty()) {
      throw new VernierException(
          method
              + " needs per-sample statistics, which these states do not hold:"
              + " calibrate again with per-sample statistics on");
    }
    this.samples = samples;
  }

  /** The lower bound; a statistic of magnitudes counts downwards. */
  double low(BoundEstimator estimator) {
    double value = aggregate(BoundQuantile.low(estimator), estimator);
    return BoundQuantile.isMagnitude(estimator) ? -value : value;
  }

  /** The upper bound. */
  double high(BoundEstimator estimator) {
    return aggregate(BoundQuantile.high(estimator), estimator);
  }

  private double aggregate(SampleStatistic statistic, BoundEstimator estimator) {
    if (!samples.holds(statistic)) {
      throw new VernierException(
          statistic
              + " of samples is not in these states, which an earlier version wrote:"
              + " calibrate again");
    }
    HistogramSketch sketch = samples.sketch(statistic);
    if (estimator.aggregator() == SampleAggregator.MEAN) {
      return samples.mean(statistic);
    }
    return aggregate(sketch, estimator.aggregator(), estimator.outlierShare());
  }

  private static double aggregate(
      HistogramSketch values, SampleAggregator aggregator, double outlierShare) {
    return switch (aggregator) {
      case MIN -> values.min();
      case MAX -> values.max();
      case MEAN -> values.mean();
      case MEDIAN -> values.quantile(0.5);
      case MEAN_NO_OUTLIERS -> new TrimmedSamples(values, outlierShare).mean();
      case MEDIAN_NO_OUTLIERS -> new TrimmedSamples(values, outlierShare).median();
      case HODGES_LEHMANN -> HodgesLehmann.of(values);
    };
  }
}
