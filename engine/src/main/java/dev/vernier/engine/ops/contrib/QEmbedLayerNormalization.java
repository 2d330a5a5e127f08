package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;
import java.util.List;

/** EmbedLayerNormalization whose embeddings, scale and shift are quantized. */
final class QEmbedLayerNormalization extends CompositeOperator {
  private static final int QUANTIZED = 2;
  private static final int SCALES = 8;
  private static final int ZEROS = 13;

  private final Node node;

  QEmbedLayerNormalization(NodeContext context) {
    node = context.node();
  }

  @Override
  public void expand(Expansion to) {
    String[] inputs = new String[SCALES];
    for (int i = 0; i < inputs.length; i++) {
      boolean quantized = i >= QUANTIZED && i < QUANTIZED + 5 && to.has(i);
      inputs[i] = quantized ? numbers(to, i) : to.input(i);
    }
    List<String> results =
        to.add(
            ContribOperators.DOMAIN, node.opType().substring(1), 1, node.attributes(), 2, inputs);
    to.result(0, results.get(0));
    to.result(1, results.get(1));
  }

  private static String numbers(Expansion to, int i) {
    int at = i - QUANTIZED;
    return to.add("DequantizeLinear", to.input(i), to.input(SCALES + at), to.input(ZEROS + at));
  }
}
