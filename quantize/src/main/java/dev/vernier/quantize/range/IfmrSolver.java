package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.PeerOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * AMCT's IFMR: from the quantiles at both ends, the factor on the upper bound (symmetric: on both)
 * that makes the least squared error. The quantiles are within a bin of the sketch, 0.8 %; the
 * error is integrated over bins where AMCT sums it over values.
 */
final class IfmrSolver implements RangeSolver {

  @Override
  public String name() {
    return "ifmr";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    PeerOptions.Ifmr ifmr = options.peers().ifmr();
    double low = Math.min(0, values.quantile(1 - ifmr.percentile()));
    double high = Math.max(0, values.quantile(ifmr.percentile()));
    if (target.symmetric()) {
      high = Math.max(-low, high);
      low = -high;
    }
    SquaredError error = new SquaredError(values, target.negativeSlope());
    Range best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; ifmr.start() + i * ifmr.step() < ifmr.end(); i++) {
      double factor = ifmr.start() + i * ifmr.step();
      Range range = scaled(low, high, factor, target.symmetric());
      double candidate = error.of(target.parameters(range));
      if (candidate < least) {
        least = candidate;
        best = range;
      }
    }
    return best;
  }

  private static Range scaled(double low, double high, double factor, boolean both) {
    double limit = Float.MAX_VALUE;
    double upper = Math.min(limit, high * factor);
    return new Range((float) (both ? -upper : low), (float) upper);
  }
}
