package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.SampleAxis0;
import java.util.List;

/**
 * Transposes matrices of any rank: with batch = 1 the first axis moves to the last but one, with
 * last = 1 the last two are then exchanged.
 */
final class MoveMatrixAxes implements Operator {
  private final boolean last;
  private final boolean batch;

  MoveMatrixAxes(NodeContext context) {
    last = context.node().intAttribute("last", 0) != 0;
    batch = context.node().intAttribute("batch", 0) != 0;
  }

  private int[] order(int rank) {
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = i;
    }
    if (batch && rank > 1) {
      System.arraycopy(order, 1, order, 0, rank - 2);
      order[rank - 2] = 0;
    }
    if (last && rank > 1) {
      int swapped = order[rank - 1];
      order[rank - 1] = order[rank - 2];
      order[rank - 2] = swapped;
    }
    return order;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(
        x.hasDims()
            ? TensorFact.of(x.type(), moved(x.dims(), order(x.rank())))
            : TensorFact.unknown(x.type()));
  }

  private static int[] moved(int[] values, int[] order) {
    int[] result = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      result[i] = values[order[i]];
    }
    return result;
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    int[] dims = inputs[0].dims();
    int[] order = order(dims.length);
    int[] to = moved(dims, order);
    int[] read = moved(Dims.strides(dims), order);
    Copies.strided(to, inputs[0], 0, read, outputs[0], 0, Dims.strides(to));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean kept = inputs.get(0).hasDims() && inputs.get(0).rank() > 2 && !batch;
    return SampleAxis0.single(kept && inputCarries[0]);
  }
}
