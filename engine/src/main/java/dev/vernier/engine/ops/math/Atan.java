package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Arc tangent, computed in double precision by StrictMath. */
final class Atan extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.atan(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.atan(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
