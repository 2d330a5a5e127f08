package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Reverses the first elements of every sequence of a batch, as many as its length says. */
final class ReverseSequence implements Operator {
  private final int timeAxis;
  private final int batchAxis;

  ReverseSequence(NodeContext context) {
    timeAxis = Require.within(context.node(), "time_axis", 0, 0, 1);
    batchAxis = Require.within(context.node(), "batch_axis", 1, 0, 1);
    if (timeAxis == batchAxis) {
      throw new IllegalArgumentException("time_axis and batch_axis are both " + timeAxis);
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 2, Integer.MAX_VALUE);
    if (x.hasDims()) {
      Require.shape(inputs, 1, x.dims()[batchAxis]);
    }
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
      int length = length(inputs[1].longAt(index[batchAxis]), dims[timeAxis]);
      index[timeAxis] = time < length ? length - 1 - time : time;
      Copies.run(x, (index[0] * dims[1] + index[1]) * inner, outputs[0], i * inner, inner);
    }
  }

  private static int length(long given, int steps) {
    if (given < 0 || given > steps) {
      throw new IllegalArgumentException(
          "a sequence of length " + given + " does not fit " + steps + " steps");
    }
    return (int) given;
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(batchAxis == 0 && inputCarries[0] && inputCarries[1]);
  }
}
