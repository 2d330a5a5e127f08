package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** max(0, x) + min(0, alpha (exp(x / alpha) - 1)). */
final class Celu extends UnaryElementwise {
  private final float alpha;

  Celu(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1.0f);
  }

  @Override
  protected float apply(float x) {
    return (float) apply((double) x);
  }

  @Override
  protected double apply(double x) {
    return Math.max(0, x) + Math.min(0, alpha * StrictMath.expm1(x / alpha));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
