package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/** The range whose quantizer makes the smallest squared error, rounding and clipping together. */
final class MseSolver implements RangeSolver {

  @Override
  public String name() {
    return "mse";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    SquaredError error = new SquaredError(values, target.negativeSlope());
    return RangeSearch.minimize(
        new Range(values.min(), values.max()),
        target.symmetric(),
        range -> error.of(target.parameters(range)));
  }
}
