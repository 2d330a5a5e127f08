package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;

/** Positions in tensors given by integer tensors; negative ones count from the end. */
public final class Indices {
  private Indices() {}

  /** Element {@code i} of {@code indices} as a position below {@code length}. */
  public static int at(Tensor indices, int i, int length) {
    long index = indices.longAt(i);
    if (index < -length || index >= length) {
      throw new IllegalArgumentException(
          "index " + index + " is out of range for a dimension of " + length);
    }
    return (int) (index < 0 ? index + length : index);
  }

  /** Moves a multi-index to its successor in row-major order; the last wraps to zeros. */
  public static void advance(int[] index, int[] dims) {
    for (int i = dims.length - 1; i >= 0; i--) {
      if (++index[i] < dims[i]) {
        return;
      }
      index[i] = 0;
    }
  }
}
