package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;

/** The exact smallest and largest value seen. */
final class MinMaxSolver implements RangeSolver {

  @Override
  public String name() {
    return "minmax";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    return new Range(states.histogram().min(), states.histogram().max());
  }
}
