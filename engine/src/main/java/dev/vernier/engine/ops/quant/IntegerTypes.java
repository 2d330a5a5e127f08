package dev.vernier.engine.ops.quant;

import dev.vernier.onnx.DataType;

/** The integer types that tensors are quantized to. */
final class IntegerTypes {
  private IntegerTypes() {}

  /** Fails unless tensors can be quantized to the type. */
  static DataType quantized(DataType type) {
    switch (type) {
      case INT8, UINT8, INT16, UINT16, INT4, UINT4:
        return type;
      default:
        throw new IllegalArgumentException("quantization to " + type + " is not supported");
    }
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
