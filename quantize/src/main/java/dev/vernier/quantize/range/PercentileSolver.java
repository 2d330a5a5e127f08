package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * Keeps the given share of the values.
 *
 * <p>Values of one sign lose only their far end. Values of both signs lose half of the rest at each
 * end, or, for a symmetric quantizer, the rest of the magnitudes.
 */
final class PercentileSolver implements RangeSolver {

  @Override
  public String name() {
    return "percentile";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    double kept = options.percentile() / 100;
    if (values.min() >= 0) {
      return new Range(0f, (float) values.quantile(kept));
    }
    if (values.max() <= 0) {
      return new Range((float) values.quantile(1 - kept), 0f);
    }
    if (target.symmetric()) {
      float bound = (float) values.absQuantile(kept);
      return new Range(-bound, bound);
    }
    double cut = (1 - kept) / 2;
    return new Range((float) values.quantile(cut), (float) values.quantile(1 - cut));
  }
}
