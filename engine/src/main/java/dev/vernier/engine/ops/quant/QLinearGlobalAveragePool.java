package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;

/** Mean of every channel of a quantized image. */
final class QLinearGlobalAveragePool extends QLinearOperator {
  private final boolean channelsLast;

  QLinearGlobalAveragePool(NodeContext context) {
    channelsLast = context.node().intAttribute("channels_last", 0) != 0;
  }

  @Override
  public void expand(Expansion to) {
    String x = dequantized(to, 0);
    String pooled = to.add("GlobalAveragePool", channelsLast ? channelsFirst(to, x) : x);
    quantize(to, channelsLast ? channelsLast(to, pooled) : pooled, 3, 4);
  }
}
