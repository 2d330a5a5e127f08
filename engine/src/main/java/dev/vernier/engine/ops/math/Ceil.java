package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;

/** Rounds towards positive infinity. */
final class Ceil extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) Math.ceil(x);
  }

  @Override
  protected double apply(double x) {
    return Math.ceil(x);
  }
}
