package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.OperatorRegistry;
import dev.vernier.engine.ops.common.HalfPrecision;

/** Reductions over axes and searches for extremes. */
public final class ReduceOperators {
  private ReduceOperators() {}

  /** Adds the family to the registry. */
  public static void register(OperatorRegistry registry) {
    registry.register("ArgMax", 1, HalfPrecision.of(ArgMax::new));
    registry.register("ArgMin", 1, HalfPrecision.of(ArgMin::new));
    registry.register("ReduceL1", 1, HalfPrecision.of(ReduceL1::new));
    registry.register("ReduceL2", 1, HalfPrecision.of(ReduceL2::new));
    registry.register("ReduceLogSum", 1, HalfPrecision.of(ReduceLogSum::new));
    registry.register("ReduceLogSumExp", 1, HalfPrecision.of(ReduceLogSumExp::new));
    registry.register("ReduceMax", 1, HalfPrecision.of(ReduceMax::new));
    registry.register("ReduceMean", 1, HalfPrecision.of(ReduceMean::new));
    registry.register("ReduceMin", 1, HalfPrecision.of(ReduceMin::new));
    registry.register("ReduceProd", 1, HalfPrecision.of(ReduceProd::new));
    registry.register("ReduceSum", 1, HalfPrecision.of(ReduceSum::new));
    registry.register("ReduceSumSquare", 1, HalfPrecision.of(ReduceSumSquare::new));
  }
}
