package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;

/**
 * Product with a matrix of 2, 4 or 8-bit weights that is quantized in blocks along K: its numbers,
 * computed once if the weights are constant, in an ordinary product. Source: schema of ONNX Runtime
 * (docs/ContribOperators.md).
 */
final class MatMulNBits extends CompositeOperator {
  private final Node node;

  MatMulNBits(NodeContext context) {
    node = context.node();
  }

  @Override
  public void expand(Expansion to) {
    String[] blocks = {to.input(1), to.input(2), to.input(3), to.input(4)};
    String weights =
        to.add(ContribOperators.OWN, "DequantizeBlocks", 1, node.attributes(), 1, blocks).get(0);
    String product = to.add("MatMul", to.input(0), weights);
    to.result(0, to.has(5) ? to.add("Add", product, to.input(5)) : product);
  }
}
