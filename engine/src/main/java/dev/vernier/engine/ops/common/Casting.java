package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.NarrowFloats;

/** Conversion of elements between numeric types. */
public final class Casting {
  private Casting() {}

  /** Fails for types whose elements cannot be converted. */
  public static void check(DataType type) {
    switch (type) {
      case UNDEFINED, STRING, COMPLEX64, COMPLEX128:
        throw new IllegalArgumentException("conversion of type " + type + " is not supported");
      default:
        return;
    }
  }

  /**
   * Converts every element: to floating point rounding half to even, from floating point to
   * integers towards zero, between integers keeping the low bits, to BOOL whatever is not zero.
   * Floating point types of 8 bits or fewer saturate.
   */
  public static void convert(Tensor from, Tensor to) {
    convert(from, to, NarrowCast.DEFAULT);
  }

  /** As {@link #convert(Tensor, Tensor)}, with a choice for narrow floating point types. */
  public static void convert(Tensor from, Tensor to, NarrowCast narrow) {
    if (from.type() == to.type()) {
      Copies.all(from, to);
    } else if (to.type() == DataType.BOOL) {
      for (int i = 0; i < to.size(); i++) {
        to.setLong(i, from.doubleAt(i) != 0 ? 1 : 0);
      }
    } else if (NarrowFloats.isNarrow(to.type())) {
      for (int i = 0; i < to.size(); i++) {
        to.bytes()[to.offset() + i] = narrow.code(to.type(), from.doubleAt(i));
      }
    } else if (to.type().isFloatingPoint()) {
      toFloatingPoint(from, to);
    } else {
      toIntegers(from, to);
    }
  }

  private static void toFloatingPoint(Tensor from, Tensor to) {
    if (to.type() == DataType.FLOAT && from.type() == DataType.INT32) {
      ExactSums.toFloats(from.ints(), from.offset(), to.floats(), to.offset(), to.size());
      return;
    }
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
      to.setLong(i, value);
    }
  }

  private static long truncate(double value, DataType type) {
    if (type == DataType.UINT64 && value >= 0x1p63) {
      return (long) (value - 0x1p63) + Long.MIN_VALUE;
    }
    return (long) value;
  }
}
