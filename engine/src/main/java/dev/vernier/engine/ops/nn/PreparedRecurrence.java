package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import java.util.List;

/**
 * A recurrent layer whose constant weights are transposed once instead of in every run.
 *
 * @param inputWeights of each direction, [k, gates * hidden]; null if they are no constants
 * @param recurrence the same of the recurrence weights
 */
@SuppressWarnings("ArrayRecordComponent")
record PreparedRecurrence(Recurrence layer, float[][] inputWeights, float[][] recurrence)
    implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return layer.infer(inputs);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    layer.eval(inputs, outputs, workspace, inputWeights, recurrence);
  }

  @Override
  public Tolerance tolerance() {
    return layer.tolerance();
  }
}
