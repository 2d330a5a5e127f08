package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Node;

/** Means of the windows of a quantized image; channels_last = 1 for channels as the last axis. */
final class QLinearAveragePool extends QLinearOperator {
  private final Node node;
  private final boolean channelsLast;

  QLinearAveragePool(NodeContext context) {
    node = context.node();
    channelsLast = node.intAttribute("channels_last", 0) != 0;
  }

  @Override
  public void expand(Expansion to) {
    String x = dequantized(to, 0);
    String in = channelsLast ? channelsFirst(to, x) : x;
    String pooled = to.add("AveragePool", attributes(node, "channels_last"), in);
    quantize(to, channelsLast ? channelsLast(to, pooled) : pooled, 3, 4);
  }
}
