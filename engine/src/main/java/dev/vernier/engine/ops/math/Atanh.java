package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Inverse hyperbolic tangent, by logarithms in double precision. */
final class Atanh extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) apply((double) x);
  }

  @Override
  protected double apply(double x) {
    return 0.5 * StrictMath.log((1 + x) / (1 - x));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
