package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import java.util.Arrays;

/** Arithmetic on shapes beyond {@link Dims}: partial products, axis sets and broadcast strides. */
public final class Shapes {
  private Shapes() {}

  /** The product of {@code dims[from..to)}; fails when it does not fit an {@code int}. */
  public static int product(int[] dims, int from, int to) {
    long product = 1;
    for (int i = from; i < to; i++) {
      product *= dims[i];
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "Tensor of shape " + Arrays.toString(dims) + " has more than 2^31-1 elements.");
      }
    }
    return (int) product;
  }

  /**
   * Marks the given, possibly negative, axes; fails on an axis that is out of range or repeated.
   */
  public static boolean[] mask(long[] axes, int rank) {
    boolean[] mask = new boolean[rank];
    for (long axis : axes) {
      int index = Dims.axis(axis, rank);
      if (mask[index]) {
        throw new IllegalArgumentException(
            "Axis " + axis + " is given twice in " + Arrays.toString(axes));
      }
      mask[index] = true;
    }
    return mask;
  }

  /**
   * Fails unless an index of the first shape is one of the second, whatever it is along the axis.
   */
  public static void requireWithin(int[] indices, int[] data, long axis) {
    boolean fits = indices.length == data.length;
    int at = Dims.axis(axis, data.length);
    for (int i = 0; fits && i < data.length; i++) {
      fits = i == at || indices[i] <= data[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "indices of shape "
              + Dims.text(indices)
              + " along axis "
              + axis
              + " do not fit data of shape "
              + Dims.text(data));
    }
  }

  /** Strides of an operand seen through the broadcast shape {@code out}; 0 where it repeats. */
  public static int[] broadcastStrides(int[] in, int[] out) {
    if (in.length > out.length) {
      throw new IllegalArgumentException(
          "shape " + Dims.text(in) + " has more axes than " + Dims.text(out));
    }
    int[] strides = new int[out.length];
    int stride = 1;
    for (int i = in.length - 1, o = out.length - 1; i >= 0; i--, o--) {
      strides[o] = in[i] == 1 ? 0 : stride;
      stride *= in[i];
    }
    return strides;
  }

  /** A copy of {@code dims} with one entry replaced. */
  public static int[] with(int[] dims, int axis, int value) {
    int[] copy = dims.clone();
    copy[axis] = value;
    return copy;
  }

  /** The dimensions but one. */
  public static int[] without(int[] dims, int axis) {
    int[] rest = new int[dims.length - 1];
    System.arraycopy(dims, 0, rest, 0, axis);
    System.arraycopy(dims, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  /** The dimensions with another one before {@code axis}. */
  public static int[] insert(int[] dims, int axis, int value) {
    int[] more = new int[dims.length + 1];
    System.arraycopy(dims, 0, more, 0, axis);
    more[axis] = value;
    System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
    return more;
  }

  /** The dimensions as an {@code int64} vector, as ONNX shape inputs are. */
  public static long[] toLongs(int[] dims) {
    return Arrays.stream(dims).asLongStream().toArray();
  }

  /** A dimension computed in 64 bits, checked to be a legal dimension. */
  public static int dimension(long value) {
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("Dimension " + value + " is not between 0 and 2^31-1.");
    }
    return (int) value;
  }
}
