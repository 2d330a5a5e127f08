package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;

/** Product of two quantized tensors with broadcasting; inputs A, scale, zero point, B, …, C's. */
final class QLinearMul extends QLinearOperator {
  @Override
  public void expand(Expansion to) {
    quantize(to, to.add("Mul", dequantized(to, 0), dequantized(to, 3)), 6, 7);
  }
}
