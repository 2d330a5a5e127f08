package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Hyperbolic cosine, computed in double precision by StrictMath. */
final class Cosh extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.cosh(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.cosh(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
