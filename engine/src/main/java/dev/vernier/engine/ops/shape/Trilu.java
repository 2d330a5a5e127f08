package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import java.util.List;

/** Keeps the upper or lower triangle of every matrix and zeroes the rest. */
final class Trilu implements Operator {
  private final boolean upper;

  Trilu(NodeContext context) {
    upper = context.node().intAttribute("upper", 1) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.rank(inputs, 0, 2, Integer.MAX_VALUE);
    Require.size(inputs, 1, 1);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    Tensor diagonal = Facts.optional(inputs, 1);
    long k = diagonal == null ? 0 : diagonal.longAt(0);
    int rows = x.dim(-2);
    int columns = x.dim(-1);
    Tensor zero = Tensor.allocate(x.type());
    y.set(x);
    for (int i = 0; i < y.size(); i++) {
      long offset = i % columns - (long) (i / columns % rows);
      if (upper ? offset < k : offset > k) {
        Copies.run(zero, 0, y, i, 1);
      }
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(
        inputCarries, inputs, inputs.get(0).hasDims() && inputs.get(0).rank() > 2);
  }
}
