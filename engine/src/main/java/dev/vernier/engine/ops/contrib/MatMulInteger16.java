package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.onnx.DataType;

/** Product of 16-bit integer matrices with sums of 32 bits. */
final class MatMulInteger16 extends CompositeOperator {

  @Override
  public void expand(Expansion to) {
    String a = IntegerSums.cast(to, DataType.INT32, to.input(0));
    String b = IntegerSums.cast(to, DataType.INT32, to.input(1));
    to.result(0, to.add("MatMul", a, b));
  }
}
