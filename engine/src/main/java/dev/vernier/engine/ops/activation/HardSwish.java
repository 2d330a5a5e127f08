package dev.vernier.engine.ops.activation;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** x max(0, min(1, x / 6 + 1 / 2)). */
final class HardSwish extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return x * Math.max(0, Math.min(1, x * (1.0f / 6.0f) + 0.5f));
  }

  @Override
  protected double apply(double x) {
    return x * Math.max(0, Math.min(1, x / 6 + 0.5));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
