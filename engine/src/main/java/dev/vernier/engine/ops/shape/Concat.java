package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Joins tensors along an axis. */
final class Concat implements Operator {
  private final long axis;

  Concat(NodeContext context) {
    axis = context.node().intAttribute("axis", 1);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    DataType type = inputs.get(0).type();
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(type));
    }
    int[] dims = inputs.get(0).dims().clone();
    int at = Dims.axis(axis, dims.length);
    for (TensorFact input : inputs.subList(1, inputs.size())) {
      check(dims, input.dims(), at);
      dims[at] += input.dims()[at];
    }
    return List.of(TensorFact.of(type, dims));
  }

  private static void check(int[] first, int[] other, int axis) {
    boolean fits = first.length == other.length;
    for (int i = 0; fits && i < first.length; i++) {
      fits = i == axis || first[i] == other[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "shapes "
              + Dims.text(first)
              + " and "
              + Dims.text(other)
              + " do not join along axis "
              + axis);
    }
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    int[] dims = y.dims();
    int at = Dims.axis(axis, dims.length);
    int outer = Shapes.product(dims, 0, at);
    int row = Shapes.product(dims, at, dims.length);
    int start = 0;
    for (Tensor x : inputs) {
      int length = outer == 0 ? 0 : x.size() / outer;
      for (int o = 0; o < outer; o++) {
        Copies.run(x, o * length, y, o * row + start, length);
      }
      start += length;
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean carries = inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0;
    for (boolean input : inputCarries) {
      carries &= input;
    }
    return SampleAxis0.single(carries);
  }
}
