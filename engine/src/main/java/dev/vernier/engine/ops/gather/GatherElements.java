package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Selects single elements along an axis by an index for every element of the output. */
final class GatherElements implements Operator {
  private final long axis;

  GatherElements(NodeContext context) {
    axis = context.node().intAttribute("axis", 0);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    if (Facts.shaped(inputs)) {
      Shapes.requireWithin(inputs.get(1).dims(), inputs.get(0).dims(), axis);
    }
    return List.of(new TensorFact(inputs.get(0).type(), inputs.get(1).dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor data = inputs[0];
    int[] dims = inputs[1].dims();
    int at = Dims.axis(axis, dims.length);
    int[] strides = Dims.strides(data.dims());
    int[] index = new int[dims.length];
    for (int i = 0; i < inputs[1].size(); i++) {
      int from = Indices.at(inputs[1], i, data.dim(at)) * strides[at];
      for (int a = 0; a < dims.length; a++) {
        from += a == at ? 0 : index[a] * strides[a];
      }
      Copies.run(data, from, outputs[0], i, 1);
      Indices.advance(index, dims);
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean within = inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0;
    return SampleAxis0.single(within && inputCarries[0] && inputCarries[1]);
  }
}
