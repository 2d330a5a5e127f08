package dev.vernier.engine;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Arithmetic on tensor dimensions. */
public final class Dims {
  private Dims() {}

  /**
   * Product of the dimensions; fails if one is negative, or if the product of those that are not 0
   * is above 2^31-1: the most elements a tensor may have, and a bound for every stride.
   */
  public static int size(int... dims) {
    long product = 1;
    boolean empty = false;
    for (int d : dims) {
      if (d < 0) {
        throw new IllegalArgumentException("shape " + text(dims) + " has a negative dimension");
      }
      empty |= d == 0;
      product *= Math.max(d, 1);
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + text(dims) + " has more than 2^31-1 elements, the most a tensor may have");
      }
    }
    return empty ? 0 : (int) product;
  }

  /** For instance {@code [1,3,224,224]}; {@code [?]} for unknown dimensions. */
  public static String text(int[] dims) {
    return dims == null
        ? "[?]"
        : Arrays.stream(dims)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "[", "]"));
  }

  /** Row-major strides. */
  public static int[] strides(int... dims) {
    int[] strides = new int[dims.length];
    int stride = 1;
    for (int i = dims.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= dims[i];
    }
    return strides;
  }

  /** Converts a possibly negative axis; fails if it is outside {@code [-rank, rank)}. */
  public static int axis(long axis, int rank) {
    long result = axis < 0 ? axis + rank : axis;
    if (result < 0 || result >= rank) {
      throw new IllegalArgumentException("axis " + axis + " is outside rank " + rank);
    }
    return (int) result;
  }

  /** Narrows ONNX dimensions; fails if one is negative or above 2^31-1. */
  public static int[] ofLongs(long... dims) {
    int[] result = new int[dims.length];
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(dims) + ": dimensions are from 0 to 2^31-1");
      }
      result[i] = (int) dims[i];
    }
    return result;
  }

  /** NumPy broadcasting of two shapes; fails naming both if they do not agree. */
  public static int[] broadcast(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] result = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.length ? a[a.length - i] : 1;
      int y = i <= b.length ? b[b.length - i] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new IllegalArgumentException(
            "shapes " + text(a) + " and " + text(b) + " do not broadcast");
      }
      result[rank - i] = x == 1 ? y : x;
    }
    return result;
  }
}
