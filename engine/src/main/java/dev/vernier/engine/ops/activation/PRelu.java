package dev.vernier.engine.ops.activation;

import dev.vernier.engine.ops.common.BinaryElementwise;

/** x for x >= 0, else slope x; the slope is broadcast. */
final class PRelu extends BinaryElementwise {
  @Override
  protected float apply(float x, float slope) {
    return x < 0 ? x * slope : x;
  }

  @Override
  protected double apply(double x, double slope) {
    return x < 0 ? x * slope : x;
  }

  @Override
  protected long apply(long x, long slope) {
    return x < 0 ? x * slope : x;
  }
}
