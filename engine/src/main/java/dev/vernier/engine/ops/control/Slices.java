package dev.vernier.engine.ops.control;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.Copies;
import java.util.Arrays;
import java.util.List;

/** Slices along an axis and stacks of them. */
final class Slices {
  private Slices() {}

  /** Stacks equally shaped tensors along a new axis, in order or reversed. */
  static Tensor stack(List<Tensor> slices, int axis, boolean reversed, TensorFact empty) {
    if (slices.isEmpty()) {
      int[] inner = empty.hasDims() ? empty.dims() : new int[0];
      return Tensor.allocate(empty.type(), insert(inner, 0, 0));
    }
    Tensor first = slices.get(0);
    int[] inner = first.dims();
    int at = Dims.axis(axis, inner.length + 1);
    int[] dims = insert(inner, at, slices.size());
    Tensor all = Tensor.allocate(first.type(), dims);
    int[] strides = Dims.strides(dims);
    int[] write = without(strides, at);
    for (int i = 0; i < slices.size(); i++) {
      Tensor slice = slices.get(reversed ? slices.size() - 1 - i : i);
      if (!Arrays.equals(slice.dims(), inner)) {
        throw new IllegalArgumentException(
            "iterations give shapes "
                + Dims.text(inner)
                + " and "
                + Dims.text(slice.dims())
                + ", which do not stack");
      }
      Copies.strided(inner, slice, 0, Dims.strides(inner), all, i * strides[at], write);
    }
    return all;
  }

  /** A copy of slice {@code index} along an axis. */
  static Tensor slice(Tensor x, int axis, int index) {
    int[] strides = Dims.strides(x.dims());
    int[] dims = without(x.dims(), axis);
    Tensor slice = Tensor.allocate(x.type(), dims);
    int[] read = without(strides, axis);
    Copies.strided(dims, x, index * strides[axis], read, slice, 0, Dims.strides(dims));
    return slice;
  }

  static int[] without(int[] dims, int axis) {
    int[] rest = new int[dims.length - 1];
    System.arraycopy(dims, 0, rest, 0, axis);
    System.arraycopy(dims, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  private static int[] insert(int[] dims, int axis, int value) {
    int[] more = new int[dims.length + 1];
    System.arraycopy(dims, 0, more, 0, axis);
    more[axis] = value;
    System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
    return more;
  }
}
