package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * The search of PyTorch's HistogramObserver without its early end: the best of all windows, not
 * clipping among them, instead of the last before the error first rises.
 */
final class L2HistogramSolver implements RangeSolver {

  /** Windows down to this share of the range. */
  private static final int NARROWEST = 16;

  @Override
  public String name() {
    return "l2-histogram";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    int bins = options.peers().histogramBins();
    LinearBins histogram = LinearBins.of(values, bins, values.min(), values.max());
    return WindowSearch.best(histogram, target.codes().steps() + 1, bins / NARROWEST, true);
  }
}
