package dev.vernier.quantize;

import java.util.Objects;

/**
 * How a bound is estimated from samples.
 *
 * @param statistic what is taken of each sample
 * @param aggregator what is made of the samples'
 * @param outlierProbability share of a sample's values beyond its quantile: 0.01, 0.001, 0.0001 or
 *     0.00001
 * @param outlierShare share of the samples that the aggregators without outliers drop at each end,
 *     from 0 to below 0.5
 */
public record BoundEstimator(
    BoundStatistic statistic,
    SampleAggregator aggregator,
    double outlierProbability,
    double outlierShare) {

  /** POT's shares of a sample's values and of the samples. */
  private static final double PROBABILITY = 0.0001;

  private static final double SHARE = 0.01;

  public BoundEstimator {
    Objects.requireNonNull(statistic, "statistic");
    Objects.requireNonNull(aggregator, "aggregator");
    MethodOptions.Checks.within("outlier probability", outlierProbability, 0.00001, 0.01);
    MethodOptions.Checks.within("outlier share", outlierShare, 0, 0.49);
  }

  public static BoundEstimator of(BoundStatistic statistic, SampleAggregator aggregator) {
    return new BoundEstimator(statistic, aggregator, PROBABILITY, SHARE);
  }

  public static BoundEstimator mean(BoundStatistic statistic) {
    return of(statistic, SampleAggregator.MEAN);
  }
}
