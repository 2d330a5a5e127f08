package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/** A function of every whole channel of every sample. */
abstract class GlobalPool implements Operator {
  /** Reduces {@code n} elements from {@code from} on; the result is exact or a rounded float. */
  abstract double reduce(Tensor x, int from, int n);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return List.of(x.withType(x.type()));
    }
    int[] dims = x.dims().clone();
    Arrays.fill(dims, 2, dims.length, 1);
    return List.of(TensorFact.of(x.type(), dims));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int n = Shapes.product(x.dims(), 2, x.rank());
    for (int i = 0; i < outputs[0].size(); i++) {
      outputs[0].setDouble(i, reduce(x, i * n, n));
    }
  }

  @Override
  public final Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
