package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;

/** Rounds to the nearest integer, halves to even. */
final class Round extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) Math.rint(x);
  }

  @Override
  protected double apply(double x) {
    return Math.rint(x);
  }
}
