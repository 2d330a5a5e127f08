package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Reverses the first elements of every sequence of a batch, as many as its length says. */
final class ReverseSequence implements Operator {
  private final int timeAxis;
  private final int batchAxis;

  ReverseSequence(NodeContext context) {
    timeAxis = (int) context.node().intAttribute("time_axis", 0);
    batchAxis = (int) context.node().intAttribute("batch_axis", 1);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int[] dims = x.dims();
    int inner = Shapes.product(dims, 2, dims.length);
    int[] index = new int[2];
    for (int i = 0; i < dims[0] * dims[1]; i++) {
      index[0] = i / dims[1];
      index[1] = i % dims[1];
      int time = index[timeAxis];
      int length = (int) inputs[1].longAt(index[batchAxis]);
      index[timeAxis] = time < length ? length - 1 - time : time;
      Copies.run(x, (index[0] * dims[1] + index[1]) * inner, outputs[0], i * inner, inner);
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(batchAxis == 0 && inputCarries[0] && inputCarries[1]);
  }
}
