package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;

/** Brings chosen axes of a tensor to the end, so that what is reduced over lies in one run. */
public final class Rows {
  private Rows() {}

  /**
   * The tensor itself if the marked axes are the last ones, otherwise a copy with the other axes
   * first, both groups in their original order.
   */
  public static Tensor last(Tensor x, boolean[] marked, Workspace workspace) {
    int rank = x.rank();
    int[] order = order(marked);
    int[] strides = Dims.strides(x.dims());
    int[] dims = new int[rank];
    int[] read = new int[rank];
    boolean inPlace = true;
    for (int i = 0; i < rank; i++) {
      dims[i] = x.dim(order[i]);
      read[i] = strides[order[i]];
      inPlace &= order[i] == i;
    }
    if (inPlace) {
      return x;
    }
    Tensor rows = scratch(x, dims, workspace);
    Copies.strided(dims, x, 0, read, rows, 0, Dims.strides(dims));
    return rows;
  }

  /** Undoes {@link #last}: writes rows back to a tensor with axes in their original order. */
  public static void restore(Tensor rows, boolean[] marked, Tensor y) {
    int[] order = order(marked);
    int[] strides = Dims.strides(y.dims());
    int[] dims = new int[order.length];
    int[] write = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      dims[i] = y.dim(order[i]);
      write[i] = strides[order[i]];
    }
    Copies.strided(dims, rows, 0, Dims.strides(dims), y, 0, write);
  }

  private static int[] order(boolean[] marked) {
    int[] order = new int[marked.length];
    int next = 0;
    for (boolean wanted : new boolean[] {false, true}) {
      for (int i = 0; i < marked.length; i++) {
        if (marked[i] == wanted) {
          order[next++] = i;
        }
      }
    }
    return order;
  }

  private static Tensor scratch(Tensor like, int[] dims, Workspace workspace) {
    return like.type() == DataType.FLOAT
        ? Tensor.of(workspace.floats(like.size()), dims)
        : workspace.allocate(like.type(), dims);
  }

  /** The number of elements along the marked axes. */
  public static int length(int[] dims, boolean[] marked) {
    int length = 1;
    for (int i = 0; i < dims.length; i++) {
      length *= marked[i] ? dims[i] : 1;
    }
    return length;
  }
}
