package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;

/** x, or alpha x if it is negative, of a quantized tensor. */
final class QLinearLeakyRelu extends QLinearOperator {
  private final Node node;

  QLinearLeakyRelu(NodeContext context) {
    node = context.node();
  }

  @Override
  public void expand(Expansion to) {
    quantize(to, to.add("LeakyRelu", attributes(node), dequantized(to, 0)), 3, 4);
  }
}
