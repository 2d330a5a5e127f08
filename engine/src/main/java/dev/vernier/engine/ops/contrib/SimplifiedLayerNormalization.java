package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/**
 * Division by the root mean square over the axes from the given one on, then scaling:
 * LayerNormalization without mean and shift. Output 1 is the reciprocal of that root.
 */
final class SimplifiedLayerNormalization extends CompositeOperator {
  private final float epsilon;
  private final long axis;

  SimplifiedLayerNormalization(NodeContext context) {
    epsilon = context.node().floatAttribute("epsilon", 1e-5f);
    axis = context.node().intAttribute("axis", -1);
    if (axis != -1 && context.hasOutput(1)) {
      throw new IllegalArgumentException("output 1 needs axis -1, found " + axis);
    }
  }

  @Override
  public void expand(Expansion to) {
    Map<String, Attribute> attributes =
        Map.of("axis", Attribute.of(axis), "epsilon", Attribute.of(epsilon));
    to.result(0, to.add("RMSNormalization", attributes, to.input(0), to.input(1)));
    if (to.wants(1)) {
      to.result(1, RootMeanSquares.reciprocal(to, to.input(0), epsilon));
    }
  }
}
