package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;
import java.util.function.ToDoubleFunction;

/**
 * The range whose quantizer makes the smallest error, rounding and clipping together; errors count
 * squared, or by another power.
 */
final class MseSolver implements RangeSolver {

  @Override
  public String name() {
    return "mse";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    ToDoubleFunction<QuantizationParameters> error = error(values, target, options.norm());
    return RangeSearch.minimize(
        new Range(values.min(), values.max()),
        target.symmetric(),
        range -> error.applyAsDouble(target.parameters(range)));
  }

  private static ToDoubleFunction<QuantizationParameters> error(
      HistogramSketch values, RangeTarget target, double norm) {
    return norm == 2
        ? new SquaredError(values, target.negativeSlope())::of
        : new PowerError(values, norm, target.negativeSlope())::of;
  }
}
