package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Inverse hyperbolic cosine, by logarithms in double precision. */
final class Acosh extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) apply((double) x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.log(x + Math.sqrt(x * x - 1));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
