package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** gamma x for x > 0, else gamma alpha (exp(x) - 1). */
final class Selu extends UnaryElementwise {
  private final float alpha;
  private final float gamma;

  Selu(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1.67326319217681884765625f);
    gamma = context.node().floatAttribute("gamma", 1.05070102214813232421875f);
  }

  @Override
  protected float apply(float x) {
    return (float) apply((double) x);
  }

  @Override
  protected double apply(double x) {
    return x > 0 ? gamma * x : gamma * alpha * StrictMath.expm1(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
