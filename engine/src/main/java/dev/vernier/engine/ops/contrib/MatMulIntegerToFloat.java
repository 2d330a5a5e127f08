package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;

/**
 * Product of quantized matrices as numbers: the exact integer sums times both scales, plus a bias.
 */
final class MatMulIntegerToFloat extends CompositeOperator {

  @Override
  public void expand(Expansion to) {
    String[] operands = {to.input(0), to.input(1), to.input(4), to.input(5)};
    String scale = to.add("Mul", to.input(2), to.input(3));
    to.result(0, IntegerSums.numbers(to, operands, scale, to.input(6)));
  }
}
