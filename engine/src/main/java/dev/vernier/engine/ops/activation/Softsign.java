package dev.vernier.engine.ops.activation;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** x / (1 + |x|). */
final class Softsign extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return x / (1 + Math.abs(x));
  }

  @Override
  protected double apply(double x) {
    return x / (1 + Math.abs(x));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
