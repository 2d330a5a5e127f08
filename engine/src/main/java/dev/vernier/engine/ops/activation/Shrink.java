package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.UnaryElementwise;

/** x + bias below -lambd, x - bias above lambd, else 0. */
final class Shrink extends UnaryElementwise {
  private final float bias;
  private final float lambda;

  Shrink(NodeContext context) {
    bias = context.node().floatAttribute("bias", 0.0f);
    lambda = context.node().floatAttribute("lambd", 0.5f);
  }

  @Override
  protected float apply(float x) {
    return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
  }

  @Override
  protected double apply(double x) {
    return x < -lambda ? x + bias : x > lambda ? x - bias : 0;
  }

  @Override
  protected long apply(long x) {
    return (long) apply((double) x);
  }
}
