package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** x for x >= 0, else alpha (exp(x) - 1). */
final class Elu extends UnaryElementwise {
  private final float alpha;

  Elu(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1.0f);
  }

  @Override
  protected float apply(float x) {
    return x >= 0 ? x : (float) (alpha * StrictMath.expm1(x));
  }

  @Override
  protected double apply(double x) {
    return x >= 0 ? x : alpha * StrictMath.expm1(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
