package dev.vernier.engine.ops.quant;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.NarrowFloats;

/** The types that tensors are quantized to, most of them integers. */
final class IntegerTypes {
  private IntegerTypes() {}

  /** Fails unless tensors can be quantized to the type, an integer or a narrow float. */
  static DataType quantized(DataType type) {
    if (!isLevels(type) && (!NarrowFloats.isNarrow(type) || type == DataType.FLOAT8E8M0)) {
      throw new IllegalArgumentException("quantization to " + type + " is not supported");
    }
    return type;
  }

  /** Whether quantized elements of the type are integer levels. */
  static boolean isLevels(DataType type) {
    return type.isInteger() && type.bits() <= 16;
  }

  /** Smallest value of an integer type. */
  static long low(DataType type) {
    return type.isSigned() ? -1L << (type.bits() - 1) : 0;
  }

  /** Largest value of an integer type of at most 32 bits. */
  static long high(DataType type) {
    return (1L << (type.isSigned() ? type.bits() - 1 : type.bits())) - 1;
  }
}
