package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Inverse hyperbolic sine, by logarithms in double precision. */
final class Asinh extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) apply((double) x);
  }

  @Override
  protected double apply(double x) {
    return Math.copySign(StrictMath.log(Math.abs(x) + Math.sqrt(x * x + 1)), x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
