package dev.vernier.engine.ops.random;

import dev.vernier.engine.NodeContext;

/** Normally distributed numbers of given mean and standard deviation. */
final class RandomNormal extends RandomTensor {
  private final float mean;
  private final float scale;

  RandomNormal(NodeContext context) {
    super(context);
    mean = context.node().floatAttribute("mean", 0f);
    scale = context.node().floatAttribute("scale", 1f);
  }

  @Override
  double value(Counters counters, long i) {
    return mean + scale * counters.normal(i);
  }
}
