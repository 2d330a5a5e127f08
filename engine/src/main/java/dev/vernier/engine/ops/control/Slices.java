package dev.vernier.engine.ops.control;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Dim;
import dev.vernier.onnx.ValueInfo;
import java.util.Arrays;
import java.util.List;

/** Slices along an axis and stacks of them. */
final class Slices {
  private Slices() {}

  /** Stacks equally shaped tensors along a new axis, in order or reversed. */
  static Tensor stack(List<Tensor> slices, int axis, boolean reversed, TensorFact empty) {
    if (slices.isEmpty()) {
      int[] inner = empty.hasDims() ? empty.dims() : new int[0];
      return Tensor.allocate(empty.type(), Shapes.insert(inner, 0, 0));
    }
    Tensor first = slices.get(0);
    int[] inner = first.dims();
    int at = Dims.axis(axis, inner.length + 1);
    int[] dims = Shapes.insert(inner, at, slices.size());
    Tensor all = Tensor.allocate(first.type(), dims);
    int[] strides = Dims.strides(dims);
    int[] write = Shapes.without(strides, at);
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

  /** What a body says of an output that it never gave, for what could not be inferred. */
  static TensorFact declared(ValueInfo output, TensorFact inferred) {
    DataType type = inferred.type();
    if (type == DataType.UNDEFINED) {
      type = output.type().elementType();
    }
    List<Dim> shape = output.type().shape();
    boolean known = shape != null && shape.stream().allMatch(Dim::isKnown);
    return inferred.hasDims() || !known
        ? new TensorFact(type, inferred.dims(), null)
        : TensorFact.of(type, shape.stream().mapToInt(d -> (int) d.value()).toArray());
  }

  /** A copy of slice {@code index} along an axis. */
  static Tensor slice(Tensor x, int axis, int index) {
    int[] strides = Dims.strides(x.dims());
    int[] dims = Shapes.without(x.dims(), axis);
    Tensor slice = Tensor.allocate(x.type(), dims);
    int[] read = Shapes.without(strides, axis);
    Copies.strided(dims, x, index * strides[axis], read, slice, 0, Dims.strides(dims));
    return slice;
  }
}
