package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** x for x > alpha, else 0. */
final class ThresholdedRelu extends UnaryElementwise {
  private final float alpha;

  ThresholdedRelu(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1.0f);
  }

  @Override
  protected float apply(float x) {
    return x > alpha ? x : 0;
  }

  @Override
  protected double apply(double x) {
    return x > alpha ? x : 0;
  }
}
