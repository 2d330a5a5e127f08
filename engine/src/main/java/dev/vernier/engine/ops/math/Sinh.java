package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Hyperbolic sine, computed in double precision by StrictMath. */
final class Sinh extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.sinh(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.sinh(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
