package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Expansion;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import java.util.Map;

/** Numbers behind exact products of integer matrices. */
final class IntegerSums {
  private IntegerSums() {}

  /** The sums of MatMulInteger over {@code operands}, times a scale, plus a bias unless empty. */
  static String numbers(Expansion to, String[] operands, String scale, String bias) {
    String sums = to.add("MatMulInteger", operands);
    String numbers = to.add("Mul", cast(to, DataType.FLOAT, sums), scale);
    return bias.isEmpty() ? numbers : to.add("Add", numbers, bias);
  }

  /** Adds a conversion. */
  static String cast(Expansion to, DataType type, String x) {
    return to.add("Cast", Map.of("to", Attribute.of((long) type.code())), x);
  }
}
