package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;

/** -1, 0 or 1 by the sign of the element. */
final class Sign extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return Math.signum(x) + 0.0f;
  }

  @Override
  protected double apply(double x) {
    return Math.signum(x) + 0.0;
  }

  @Override
  protected long apply(long x) {
    return Long.signum(x);
  }
}
