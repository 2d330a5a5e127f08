package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Arc sine, computed in double precision by StrictMath. */
final class Asin extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.asin(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.asin(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
