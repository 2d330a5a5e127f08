package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * The exponential moving average of the folds' extremes, in the order of folds, which the data's
 * bytes decide: m becomes m + c (fold - m). Exact.
 */
final class MovingAverageSolver implements RangeSolver {

  @Override
  public String name() {
    return "moving-average";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    double low = Double.NaN;
    double high = Double.NaN;
    double weight = options.averagingConstant();
    for (HistogramSketch fold : states.folds()) {
      if (fold.count() > 0) {
        low = Double.isNaN(low) ? fold.min() : low + weight * (fold.min() - low);
        high = Double.isNaN(high) ? fold.max() : high + weight * (fold.max() - high);
      }
    }
    return new Range((float) low, (float) high);
  }
}
