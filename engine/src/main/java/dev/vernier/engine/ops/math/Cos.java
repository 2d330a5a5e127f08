package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Cosine of radians, computed in double precision by StrictMath. */
final class Cos extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.cos(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.cos(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
