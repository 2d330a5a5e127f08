package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;

/** Conversion of elements between numeric types. */
public final class Casting {
  private Casting() {}

  /** Fails for types whose elements cannot be converted. */
  public static void check(DataType type) {
    switch (type) {
      case FLOAT,
      DOUBLE,
      FLOAT16,
      BFLOAT16,
      BOOL,
      INT8,
      INT16,
      INT32,
      INT64,
      UINT8,
      UINT16,
      UINT32,
      UINT64,
      INT4,
      UINT4:
        return;
      default:
        throw new IllegalArgumentException("conversion of type " + type + " is not supported");
    }
  }

  /**
   * Converts every element: to floating point rounding half to even, from floating point to
   * integers towards zero, between integers keeping the low bits, to BOOL whatever is not zero.
   */
  public static void convert(Tensor from, Tensor to) {
    if (from.type() == to.type()) {
      Copies.all(from, to);
    } else if (to.type() == DataType.BOOL) {
      for (int i = 0; i < to.size(); i++) {
        to.setLong(i, from.doubleAt(i) != 0 ? 1 : 0);
      }
    } else if (to.type().isFloatingPoint()) {
      toFloatingPoint(from, to);
    } else {
      toIntegers(from, to);
    }
  }

  private static void toFloatingPoint(Tensor from, Tensor to) {
    if (to.type() == DataType.FLOAT && !from.type().isFloatingPoint()) {
      boolean unsigned = from.type() == DataType.UINT64;
      for (int i = 0; i < to.size(); i++) {
        to.floats()[to.offset() + i] = unsigned ? (float) from.doubleAt(i) : (float) from.longAt(i);
      }
      return;
    }
    for (int i = 0; i < to.size(); i++) {
      to.setDouble(i, from.doubleAt(i));
    }
  }

  private static void toIntegers(Tensor from, Tensor to) {
    boolean fraction = from.type().isFloatingPoint();
    for (int i = 0; i < to.size(); i++) {
      long value = fraction ? truncate(from.doubleAt(i), to.type()) : from.longAt(i);
      to.setLong(i, narrow(value, to.type()));
    }
  }

  private static long truncate(double value, DataType type) {
    if (type == DataType.UINT64 && value >= 0x1p63) {
      return (long) (value - 0x1p63) + Long.MIN_VALUE;
    }
    return (long) value;
  }

  /** Four-bit elements are kept one a byte, extended as their sign prescribes. */
  private static long narrow(long value, DataType type) {
    return switch (type) {
      case INT4 -> value << 60 >> 60;
      case UINT4 -> value & 15;
      default -> value;
    };
  }
}
