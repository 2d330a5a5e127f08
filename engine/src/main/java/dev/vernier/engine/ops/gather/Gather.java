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
import java.util.Arrays;
import java.util.List;

/** Selects slices along an axis. */
final class Gather implements Operator {
  private final long axis;

  Gather(NodeContext context) {
    axis = context.node().intAttribute("axis", 0);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact data = inputs.get(0);
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(data.type()));
    }
    int[] chosen = inputs.get(1).dims();
    int at = Dims.axis(axis, data.rank());
    int[] dims = Arrays.copyOf(data.dims(), data.rank() - 1 + chosen.length);
    System.arraycopy(chosen, 0, dims, at, chosen.length);
    System.arraycopy(data.dims(), at + 1, dims, at + chosen.length, data.rank() - at - 1);
    return List.of(TensorFact.of(data.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor data = inputs[0];
    Tensor indices = inputs[1];
    int[] dims = data.dims();
    int at = Dims.axis(axis, dims.length);
    int outer = Shapes.product(dims, 0, at);
    int inner = Shapes.product(dims, at + 1, dims.length);
    int count = indices.size();
    for (int i = 0; i < count; i++) {
      int index = Indices.at(indices, i, dims[at]);
      for (int o = 0; o < outer; o++) {
        Copies.run(
            data, (o * dims[at] + index) * inner, outputs[0], (o * count + i) * inner, inner);
      }
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    TensorFact data = inputs.get(0);
    TensorFact indices = inputs.get(1);
    if (!Facts.shaped(inputs)) {
      return SampleAxis0.single(false);
    }
    boolean first = Dims.axis(axis, data.rank()) == 0;
    boolean lookUp = first && data.isConstant() && inputCarries[1] && indices.rank() > 0;
    boolean select = !first && inputCarries[0] && indices.isConstant();
    return SampleAxis0.single(lookUp || select);
  }
}
