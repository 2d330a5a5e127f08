package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Scatter;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Writes single elements along an axis, at an index for every update. */
final class ScatterElements implements Operator {
  private final long axis;
  private final Scatter scatter;

  ScatterElements(NodeContext context) {
    axis = context.node().intAttribute("axis", 0);
    scatter = Scatter.of(context.node());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact data = inputs.get(0);
    if (Facts.shaped(inputs)) {
      Shapes.requireWithin(inputs.get(1).dims(), data.dims(), axis);
      Require.shape(inputs, 2, inputs.get(1).dims());
    }
    return List.of(new TensorFact(data.type(), data.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    y.set(inputs[0]);
    int[] dims = inputs[1].dims();
    int at = Dims.axis(axis, dims.length);
    int[] strides = Dims.strides(y.dims());
    int[] index = new int[dims.length];
    for (int i = 0; i < inputs[1].size(); i++) {
      int to = Indices.at(inputs[1], i, y.dim(at)) * strides[at];
      for (int a = 0; a < dims.length; a++) {
        to += a == at ? 0 : index[a] * strides[a];
      }
      scatter.apply(inputs[2], i, y, to, 1);
      Indices.advance(index, dims);
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean within = inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0;
    return SampleAxis0.single(within && inputCarries[0] && inputCarries[1] && inputCarries[2]);
  }
}
