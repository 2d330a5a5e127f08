package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import java.util.List;
import java.util.Map;

/**
 * Product with a quantized matrix: the left operand is quantized to UINT8 with its own range, the
 * sums are exact integers.
 */
final class DynamicQuantizeMatMul extends CompositeOperator {
  private static final long OPSET = 11;

  @Override
  public void expand(Expansion to) {
    List<String> a = to.add("", "DynamicQuantizeLinear", OPSET, Map.of(), 3, to.input(0));
    String[] operands = {a.get(0), to.input(1), a.get(2), to.input(3)};
    String scale = to.add("Mul", a.get(1), to.input(2));
    to.result(0, IntegerSums.numbers(to, operands, scale, to.input(4)));
  }
}
