package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** x / (1 + exp(-alpha x)). */
final class Swish extends UnaryElementwise {
  private final float alpha;

  Swish(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1.0f);
  }

  @Override
  protected float apply(float x) {
    return (float) apply((double) x);
  }

  @Override
  protected double apply(double x) {
    return x / (1 + StrictMath.exp(-alpha * x));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
