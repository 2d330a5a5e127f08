package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * AMCT's HFMG: a histogram's window narrowed to a quarter of the bins, the best of the windows on
 * the way (not clipping is none of them). AMCT merges batches into its histogram with rounding that
 * depends on their order, and adds the error of values left of the window with unsigned indexes;
 * neither is followed.
 */
final class HfmgSolver implements RangeSolver {

  private static final int NARROWEST = 4;

  @Override
  public String name() {
    return "hfmg";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    int bins = options.peers().hfmgBins();
    LinearBins histogram = LinearBins.of(values, bins, values.min(), values.max());
    int least = (bins + NARROWEST - 1) / NARROWEST;
    return WindowSearch.best(histogram, target.codes().steps() + 1, least, false);
  }
}
