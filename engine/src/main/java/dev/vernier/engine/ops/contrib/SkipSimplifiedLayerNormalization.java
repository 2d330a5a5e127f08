package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/**
 * Division by the root mean square over the last axis of a sum of input, skip and perhaps a bias;
 * the sum is the fourth output.
 */
final class SkipSimplifiedLayerNormalization extends CompositeOperator {
  private final float epsilon;

  SkipSimplifiedLayerNormalization(NodeContext context) {
    epsilon = context.node().floatAttribute("epsilon", 1e-12f);
    if (context.hasOutput(1)) {
      throw new IllegalArgumentException("output 1: there is no mean to give");
    }
  }

  @Override
  public void expand(Expansion to) {
    String sum = Sums.add(to, to.input(0), to.input(1), to.input(3));
    Map<String, Attribute> attributes =
        Map.of("axis", Attribute.of(-1L), "epsilon", Attribute.of(epsilon));
    to.result(0, to.add("RMSNormalization", attributes, sum, to.input(2)));
    if (to.wants(2)) {
      to.result(2, RootMeanSquares.reciprocal(to, sum, epsilon));
    }
    to.result(3, sum);
  }
}
