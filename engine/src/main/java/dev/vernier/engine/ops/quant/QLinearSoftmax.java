package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/**
 * Softmax of a quantized tensor. Attribute opset says which Softmax is meant: before 13 all axes
 * from the given one on form one row.
 */
final class QLinearSoftmax extends QLinearOperator {
  private static final long ONE_AXIS = 13;

  private final long opset;
  private final long axis;

  QLinearSoftmax(NodeContext context) {
    opset = context.node().intAttribute("opset", ONE_AXIS);
    axis = context.node().intAttribute("axis", opset < ONE_AXIS ? 1 : -1);
  }

  @Override
  public void expand(Expansion to) {
    Map<String, Attribute> attributes = Map.of("axis", Attribute.of(axis));
    String x = dequantized(to, 0);
    quantize(to, to.add("", "Softmax", opset, attributes, 1, x).get(0), 3, 4);
  }
}
