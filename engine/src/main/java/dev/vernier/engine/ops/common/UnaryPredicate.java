package dev.vernier.engine.ops.common;

import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/** A yes-or-no question about every element. */
public abstract class UnaryPredicate implements Operator {
  /** The answer for one element; booleans are 0 and 1. */
  protected abstract boolean test(double x);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(inputs.get(0).withType(DataType.BOOL));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    for (int i = 0; i < x.size(); i++) {
      outputs[0].setLong(i, test(x.doubleAt(i)) ? 1 : 0);
    }
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.onlyFirst(inputCarries, inputs));
  }
}
