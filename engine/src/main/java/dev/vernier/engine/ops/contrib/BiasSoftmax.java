package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/**
 * Softmax of a sum with a bias or mask, over all axes from the given one on. Source: schema of ONNX
 * Runtime (docs/ContribOperators.md).
 */
final class BiasSoftmax extends CompositeOperator {
  /** Version of Softmax that takes several axes for one row. */
  private static final long FLATTENING = 11;

  private final long axis;

  BiasSoftmax(NodeContext context) {
    axis = context.node().intAttribute("axis", 1);
  }

  @Override
  public void expand(Expansion to) {
    String x = to.add("Add", to.input(0), to.input(1));
    Map<String, Attribute> attributes = Map.of("axis", Attribute.of(axis));
    to.result(0, to.add("", "Softmax", FLATTENING, attributes, 1, x).get(0));
  }
}
