package dev.vernier.engine.ops.math;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.BinaryElementwise;

/** Remainder: with the sign of the divisor, or as C's fmod with the sign of the dividend. */
final class Mod extends BinaryElementwise {
  private final boolean truncated;

  Mod(NodeContext context) {
    truncated = context.node().intAttribute("fmod", 0) != 0;
  }

  @Override
  protected float apply(float a, float b) {
    return (float) apply((double) a, (double) b);
  }

  @Override
  protected double apply(double a, double b) {
    double remainder = a % b;
    return truncated || remainder == 0 || (remainder < 0) == (b < 0) ? remainder : remainder + b;
  }

  @Override
  protected long apply(long a, long b) {
    if (b == 0) {
      throw new ArithmeticException("Mod by zero");
    }
    return truncated ? a % b : Math.floorMod(a, b);
  }

  @Override
  protected long applyUnsigned(long a, long b) {
    return Long.remainderUnsigned(a, b);
  }
}
