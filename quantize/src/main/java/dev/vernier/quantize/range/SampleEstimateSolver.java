package dev.vernier.quantize.range;

import dev.vernier.quantize.BoundEstimator;
import dev.vernier.quantize.BoundStatistic;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.SampleAggregator;
import dev.vernier.stats.StateFamily;
import java.util.Set;

/**
 * A statistic of every sample and what is made of the samples', under a usual name. Symmetric
 * quantizers take the magnitudes' statistic instead of that of each end, as POT and NNCF do.
 */
final class SampleEstimateSolver implements RangeSolver {

  private final String name;
  private final BoundEstimator low;
  private final BoundEstimator high;
  private final BoundEstimator magnitude;

  private SampleEstimateSolver(
      String name, BoundEstimator low, BoundEstimator high, BoundEstimator magnitude) {
    this.name = name;
    this.low = low;
    this.high = high;
    this.magnitude = magnitude;
  }

  /** From each sample's extremes. */
  static SampleEstimateSolver ofExtremes(String name, SampleAggregator aggregator) {
    return new SampleEstimateSolver(
        name,
        BoundEstimator.of(BoundStatistic.MIN, aggregator),
        BoundEstimator.of(BoundStatistic.MAX, aggregator),
        BoundEstimator.of(BoundStatistic.ABS_MAX, aggregator));
  }

  /** From the 0.0001 quantile at each end of each sample. */
  static SampleEstimateSolver ofQuantiles(String name, SampleAggregator aggregator) {
    BoundEstimator quantile = BoundEstimator.of(BoundStatistic.QUANTILE, aggregator);
    return new SampleEstimateSolver(
        name, quantile, quantile, BoundEstimator.of(BoundStatistic.ABS_QUANTILE, aggregator));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Set<StateFamily> families() {
    return Set.of(StateFamily.HISTOGRAM, StateFamily.PER_SAMPLE);
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    SampleEstimate samples = new SampleEstimate(name, states.perSample());
    if (target.symmetric()) {
      float bound = (float) samples.high(magnitude);
      return new Range(-bound, bound);
    }
    return RangeEstimatorSolver.ordered(samples.low(low), samples.high(high));
  }
}
