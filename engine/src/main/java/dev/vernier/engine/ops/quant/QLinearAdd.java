package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;

/** Sum of two quantized tensors with broadcasting; inputs A, scale, zero point, B, …, C's. */
final class QLinearAdd extends QLinearOperator {
  @Override
  public void expand(Expansion to) {
    quantize(to, to.add("Add", dequantized(to, 0), dequantized(to, 3)), 6, 7);
  }
}
