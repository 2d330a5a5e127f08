package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import java.util.Objects;

/** Copies elements between tensors of one type without looking at them. */
public final class Copies {
  private static final int BLOCK = 16;

  private Copies() {}

  /** Copies {@code n} consecutive elements; positions are logical row-major indices. */
  public static void run(Tensor from, int fromIndex, Tensor to, int toIndex, int n) {
    // Tensors share arrays, so the arrays' own bounds would not show an index that is too large.
    Objects.checkFromIndexSize(fromIndex, n, from.size());
    Objects.checkFromIndexSize(toIndex, n, to.size());
    System.arraycopy(from.array(), from.offset() + fromIndex, to.array(), to.offset() + toIndex, n);
  }

  /** Copies a whole tensor into one with equally many elements. */
  public static void all(Tensor from, Tensor to) {
    run(from, 0, to, 0, from.size());
  }

  /** Writes zeros everywhere. */
  public static void clear(Tensor y) {
    for (int i = 0; i < y.size(); i++) {
      y.setLong(i, 0);
    }
  }

  /** Copies a block of {@code dims} between two strided views, each within its tensor. */
  public static void strided(
      int[] dims,
      Tensor from,
      int fromBase,
      int[] fromStrides,
      Tensor to,
      int toBase,
      int[] toStrides) {
    if (Dims.size(dims) == 0) {
      return;
    }
    requireWithin(dims, from, fromBase, fromStrides);
    requireWithin(dims, to, toBase, toStrides);
    int source = from.offset() + fromBase;
    int target = to.offset() + toBase;
    if (transposesPlanes(dims, from, fromStrides, toStrides)) {
      planes(dims, from.floats(), source, fromStrides, to.floats(), target, toStrides);
      return;
    }
    RowWalk.walk(
        dims,
        new int[][] {fromStrides, toStrides},
        (offsets, steps, n) ->
            row(
                from.array(),
                source + offsets[0],
                steps[0],
                to.array(),
                target + offsets[1],
                steps[1],
                n));
  }

  /** Tensors share arrays, so the arrays' own bounds would not show a block that is too large. */
  private static void requireWithin(int[] dims, Tensor tensor, int base, int[] strides) {
    long low = base;
    long high = base;
    for (int i = 0; i < dims.length; i++) {
      long reach = (dims[i] - 1L) * strides[i];
      low += Math.min(reach, 0);
      high += Math.max(reach, 0);
    }
    if (low < 0 || high >= tensor.size()) {
      throw new IllegalArgumentException(
          "a block of shape "
              + Dims.text(dims)
              + ", elements "
              + low
              + " to "
              + high
              + ", does not lie within "
              + tensor);
    }
  }

  private static boolean transposesPlanes(int[] dims, Tensor from, int[] read, int[] write) {
    int rank = dims.length;
    return rank >= 2
        && from.array() instanceof float[]
        && write[rank - 1] == 1
        && read[rank - 2] == 1
        && read[rank - 1] > 1
        && dims[rank - 2] >= BLOCK;
  }

  /** Every plane of the last two axes is a transposition: block it for the cache. */
  private static void planes(
      int[] dims, float[] x, int source, int[] read, float[] y, int target, int[] write) {
    int rank = dims.length;
    int rows = dims[rank - 2];
    int columns = dims[rank - 1];
    int[] outer = java.util.Arrays.copyOf(dims, rank - 2);
    int outerCount = Dims.size(outer);
    int[] index = new int[rank - 2];
    for (int plane = 0; plane < outerCount && rows * columns > 0; plane++) {
      int xo = source;
      int yo = target;
      for (int i = 0; i < index.length; i++) {
        xo += index[i] * read[i];
        yo += index[i] * write[i];
      }
      transpose(x, xo, read[rank - 1], y, yo, write[rank - 2], rows, columns);
      advance(index, outer);
    }
  }

  private static void advance(int[] index, int[] dims) {
    for (int i = index.length - 1; i >= 0; i--) {
      if (++index[i] < dims[i]) {
        return;
      }
      index[i] = 0;
    }
  }

  private static void transpose(
      float[] x, int xo, int xStride, float[] y, int yo, int yStride, int rows, int columns) {
    for (int r0 = 0; r0 < rows; r0 += BLOCK) {
      int r1 = Math.min(rows, r0 + BLOCK);
      for (int c0 = 0; c0 < columns; c0 += BLOCK) {
        int c1 = Math.min(columns, c0 + BLOCK);
        for (int r = r0; r < r1; r++) {
          for (int c = c0; c < c1; c++) {
            y[yo + r * yStride + c] = x[xo + c * xStride + r];
          }
        }
      }
    }
  }

  private static void row(Object x, int xo, int xs, Object y, int yo, int ys, int n) {
    if (xs == 1 && ys == 1) {
      System.arraycopy(x, xo, y, yo, n);
    } else if (x instanceof float[] from && y instanceof float[] to) {
      for (int i = 0; i < n; i++) {
        to[yo + i * ys] = from[xo + i * xs];
      }
    } else if (x instanceof byte[] from && y instanceof byte[] to) {
      for (int i = 0; i < n; i++) {
        to[yo + i * ys] = from[xo + i * xs];
      }
    } else {
      for (int i = 0; i < n; i++) {
        System.arraycopy(x, xo + i * xs, y, yo + i * ys, 1);
      }
    }
  }
}
