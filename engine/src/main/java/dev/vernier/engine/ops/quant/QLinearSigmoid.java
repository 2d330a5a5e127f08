package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;

/** 1 / (1 + exp(-x)) of a quantized tensor. */
final class QLinearSigmoid extends QLinearOperator {
  @Override
  public void expand(Expansion to) {
    quantize(to, to.add("Sigmoid", dequantized(to, 0)), 3, 4);
  }
}
