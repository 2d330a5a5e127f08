package dev.vernier.engine.ops.activation;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** x tanh(log(1 + exp(x))). */
final class Mish extends UnaryElementwise {
  @Override
  protected float apply(float x) {
    return (float) apply((double) x);
  }

  @Override
  protected double apply(double x) {
    return x * StrictMath.tanh(Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
