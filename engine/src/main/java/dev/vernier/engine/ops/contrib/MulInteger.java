package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.onnx.DataType;

/** Product of 8-bit integers after their zero points are taken off, as INT32. */
final class MulInteger extends CompositeOperator {

  @Override
  public void expand(Expansion to) {
    to.result(0, to.add("Mul", centred(to, 0), centred(to, 2)));
  }

  private static String centred(Expansion to, int i) {
    String x = IntegerSums.cast(to, DataType.INT32, to.input(i));
    return to.has(i + 1)
        ? to.add("Sub", x, IntegerSums.cast(to, DataType.INT32, to.input(i + 1)))
        : x;
  }
}
