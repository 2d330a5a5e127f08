package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;

/** Elements of one quantized tensor where a condition holds, of another elsewhere. */
final class QLinearWhere extends QLinearOperator {
  @Override
  public void expand(Expansion to) {
    String x = dequantized(to, 1);
    String y = dequantized(to, 4);
    quantize(to, to.add("Where", to.input(0), x, y), 7, 8);
  }
}
