package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Tangent of radians, computed in double precision by StrictMath. */
final class Tan extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.tan(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.tan(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
