package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;

/** x / (1 + exp(-alpha x)). */
final class QuickGelu extends CompositeOperator {
  private final float alpha;

  QuickGelu(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1.702f);
  }

  @Override
  public void expand(Expansion to) {
    String scaled = to.add("Mul", to.input(0), to.scalar(alpha));
    to.result(0, to.add("Mul", to.input(0), to.add("Sigmoid", scaled)));
  }
}
