package dev.vernier.engine.ops.random;

import dev.vernier.engine.NodeContext;

/** Numbers distributed evenly from low to high. */
final class RandomUniform extends RandomTensor {
  private final double low;
  private final double high;

  RandomUniform(NodeContext context) {
    super(context);
    low = context.node().floatAttribute("low", 0f);
    high = context.node().floatAttribute("high", 1f);
  }

  @Override
  double value(Counters counters, long i) {
    return low + (high - low) * counters.uniform(i);
  }
}
