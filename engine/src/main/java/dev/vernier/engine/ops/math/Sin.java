package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Sine of radians, computed in double precision by StrictMath. */
final class Sin extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.sin(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.sin(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
