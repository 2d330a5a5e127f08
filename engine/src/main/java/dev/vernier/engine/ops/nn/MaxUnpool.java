package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Puts pooled elements back where a MaxPool took them from, zeros elsewhere. The indices count the
 * elements of the shape that kernel, strides and pads give; a larger output given as input has that
 * shape in its corner, as ONNX's own test of it shows.
 */
final class MaxUnpool implements Operator {
  private final Node node;
  private final long[] kernel;

  MaxUnpool(NodeContext context) {
    node = context.node();
    kernel = node.intsAttribute("kernel_shape");
  }

  private int[] pooledFrom(int[] x) {
    int axes = x.length - 2;
    if (kernel.length != axes) {
      throw new IllegalArgumentException(
          "attribute kernel_shape = "
              + Arrays.toString(kernel)
              + " does not fit an input of shape "
              + Dims.text(x));
    }
    long[] strides = node.intsAttribute("strides");
    long[] pads = node.intsAttribute("pads");
    requireLength("strides", strides, axes);
    requireLength("pads", pads, 2 * axes);
    int[] dims = x.clone();
    for (int i = 0; i < axes; i++) {
      long stride = strides.length == 0 ? 1 : strides[i];
      long padding = pads.length == 0 ? 0 : pads[i] + pads[axes + i];
      dims[2 + i] = Shapes.dimension((x[2 + i] - 1) * stride - padding + kernel[i]);
    }
    return dims;
  }

  private static void requireLength(String attribute, long[] values, int length) {
    if (values.length != 0 && values.length != length) {
      throw new IllegalArgumentException(
          "attribute " + attribute + " has " + values.length + " values: expected " + length);
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact shape = Facts.optional(inputs, 2);
    if (!x.hasDims() || (shape != null && !shape.isConstant())) {
      return List.of(TensorFact.unknown(x.type()));
    }
    Require.rank(inputs, 0, 3, Integer.MAX_VALUE);
    Require.shape(inputs, 1, x.dims());
    int[] dims = pooledFrom(x.dims());
    if (shape != null) {
      int[] given = Dims.ofLongs(shape.value().toLongs());
      for (int i = 0; i < dims.length; i++) {
        if (given.length != dims.length || given[i] < dims[i]) {
          throw new IllegalArgumentException(
              "output shape " + Dims.text(given) + ": expected at least " + Dims.text(dims));
        }
      }
      dims = given;
    }
    return List.of(TensorFact.of(x.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    Copies.clear(y);
    int[] from = pooledFrom(x.dims());
    int[] write = Dims.strides(y.dims());
    int size = Dims.size(from);
    for (int i = 0; i < x.size(); i++) {
      long index = inputs[1].longAt(i);
      if (index < 0 || index >= size) {
        throw new IllegalArgumentException(
            "index " + index + " is outside the shape " + Dims.text(from));
      }
      int to = 0;
      int rest = (int) index;
      for (int axis = from.length - 1; axis >= 0; axis--) {
        to += rest % from[axis] * write[axis];
        rest /= from[axis];
      }
      Copies.run(x, i, y, to, 1);
    }
  }
}
