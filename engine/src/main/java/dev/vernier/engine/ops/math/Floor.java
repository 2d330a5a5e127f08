package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;

/** Rounds towards negative infinity. */
final class Floor extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) Math.floor(x);
  }

  @Override
  protected double apply(double x) {
    return Math.floor(x);
  }
}
