package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** Arc cosine, computed in double precision by StrictMath. */
final class Acos extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) StrictMath.acos(x);
  }

  @Override
  protected double apply(double x) {
    return StrictMath.acos(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
