package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.StateFamily;
import java.util.Set;

/** Any statistic and aggregator of POT and NNCF for each bound, as the options say. */
final class RangeEstimatorSolver implements RangeSolver {

  @Override
  public String name() {
    return "range-estimator";
  }

  @Override
  public Set<StateFamily> families() {
    return Set.of(StateFamily.HISTOGRAM, StateFamily.PER_SAMPLE);
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    SampleEstimate samples = new SampleEstimate(name(), states.perSample());
    return ordered(samples.low(options.low()), samples.high(options.high()));
  }

  /** The range of two estimates, which different estimators may give in the wrong order. */
  static Range ordered(double low, double high) {
    return new Range((float) Math.min(low, high), (float) Math.max(low, high));
  }
}
