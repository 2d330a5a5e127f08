package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Quantized tensors joined along an axis. The inputs begin with scale and zero point of the result;
 * each part then comes with its own.
 */
final class QLinearConcat extends QLinearOperator {
  private static final int FIRST = 2;
  private static final int STEP = 3;

  private final Node node;

  QLinearConcat(NodeContext context) {
    node = context.node();
  }

  @Override
  public void expand(Expansion to) {
    List<String> parts = new ArrayList<>();
    for (int i = FIRST; i < to.inputs(); i += STEP) {
      parts.add(dequantized(to, i));
    }
    quantize(to, to.add("Concat", attributes(node), parts.toArray(String[]::new)), 0, 1);
  }
}
