package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Scatter;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/** Writes slices at index tuples. */
final class ScatterND implements Operator {
  private final Scatter scatter;

  ScatterND(NodeContext context) {
    scatter = Scatter.of(context.node());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact data = inputs.get(0);
    if (Facts.shaped(inputs)) {
      check(data.dims(), inputs.get(1).dims(), inputs.get(2).dims());
    }
    return List.of(new TensorFact(data.type(), data.dims(), null));
  }

  private static void check(int[] data, int[] indices, int[] updates) {
    int outer = indices.length - 1;
    int tuple = outer < 0 ? 0 : indices[outer];
    boolean fits =
        outer >= 0 && tuple <= data.length && updates.length == outer + data.length - tuple;
    if (!fits
        || !Arrays.equals(indices, 0, outer, updates, 0, outer)
        || !Arrays.equals(data, tuple, data.length, updates, outer, updates.length)) {
      throw new IllegalArgumentException(
          "updates of shape "
              + Dims.text(updates)
              + " at indices of shape "
              + Dims.text(indices)
              + " do not fit data of shape "
              + Dims.text(data));
    }
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    Tensor indices = inputs[1];
    y.set(inputs[0]);
    int[] dims = y.dims();
    int[] strides = Dims.strides(dims);
    int tuple = indices.dim(-1);
    int slice = Shapes.product(dims, tuple, dims.length);
    int count = Shapes.product(indices.dims(), 0, indices.rank() - 1);
    for (int i = 0; i < count; i++) {
      int to = 0;
      for (int t = 0; t < tuple; t++) {
        to += Indices.at(indices, i * tuple + t, dims[t]) * strides[t];
      }
      scatter.apply(inputs[2], i * slice, y, to, slice);
    }
  }
}
