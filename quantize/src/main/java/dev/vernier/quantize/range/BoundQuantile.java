package dev.vernier.quantize.range;

import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.BoundEstimator;
import dev.vernier.quantize.BoundStatistic;
import dev.vernier.stats.SampleStatistic;

/** Finds the collected statistic of samples that an estimator asks for. */
final class BoundQuantile {

  private BoundQuantile() {}

  static boolean isMagnitude(BoundEstimator estimator) {
    return estimator.statistic() == BoundStatistic.ABS_MAX
        || estimator.statistic() == BoundStatistic.ABS_QUANTILE;
  }

  static SampleStatistic low(BoundEstimator estimator) {
    return estimator.statistic() == BoundStatistic.QUANTILE
        ? SampleStatistic.quantile(probability(estimator)).orElseThrow(() -> unknown(estimator))
        : high(estimator);
  }

  static SampleStatistic high(BoundEstimator estimator) {
    return switch (estimator.statistic()) {
      case MIN -> SampleStatistic.MIN;
      case MAX -> SampleStatistic.MAX;
      case ABS_MAX -> SampleStatistic.ABS_MAX;
      case QUANTILE ->
          SampleStatistic.quantile(1 - probability(estimator))
              .orElseThrow(() -> unknown(estimator));
      case ABS_QUANTILE ->
          SampleStatistic.absQuantile(1 - probability(estimator))
              .orElseThrow(() -> unknown(estimator));
    };
  }

  private static double probability(BoundEstimator estimator) {
    return estimator.outlierProbability();
  }

  private static VernierException unknown(BoundEstimator estimator) {
    return new VernierException(
        "outlier probability = "
            + probability(estimator)
            + ": the quantiles of samples are collected for 0.01, 0.001, 0.0001 and 0.00001 alone");
  }
}
