package dev.vernier.engine.ops.loss;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Doubles;
import dev.vernier.engine.ops.common.Facts;
import java.util.List;

/**
 * The loss of scores at given labels, and the log probabilities: the logarithm of the softmax over
 * axis 1 of the scores, x - max - log(sum(exp(x - max))). See {@link LabelLoss}.
 */
final class SoftmaxCrossEntropyLoss implements Operator {
  private final LabelLoss loss;
  private final int outputs;

  SoftmaxCrossEntropyLoss(NodeContext context) {
    loss = new LabelLoss(context.node());
    outputs = context.outputCount();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact scores = inputs.get(0);
    return List.of(loss.infer(inputs), new TensorFact(scores.type(), scores.dims(), null))
        .subList(0, outputs);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] results, Workspace workspace) {
    double[] values = Doubles.of(inputs[0], workspace);
    int[] dims = inputs[0].dims();
    logSoftmax(values, dims);
    if (results[0] != null) {
      loss.eval(values, dims, inputs[1], Facts.optional(inputs, 2), results[0]);
    }
    Tensor logProbabilities = Facts.optional(results, 1);
    for (int i = 0; logProbabilities != null && i < logProbabilities.size(); i++) {
      logProbabilities.setDouble(i, values[i]);
    }
  }

  private static void logSoftmax(double[] values, int[] dims) {
    int classes = dims[1];
    int inner = Dims.size(dims) / Math.max(1, dims[0] * classes);
    for (int n = 0; n < dims[0]; n++) {
      for (int i = 0; i < inner; i++) {
        logSoftmax(values, n * classes * inner + i, inner, classes);
      }
    }
  }

  private static void logSoftmax(double[] values, int from, int step, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < n; c++) {
      largest = Math.max(largest, values[from + c * step]);
    }
    double sum = 0;
    for (int c = 0; c < n; c++) {
      sum += StrictMath.exp(values[from + c * step] - largest);
    }
    double shift = largest + StrictMath.log(sum);
    for (int c = 0; c < n; c++) {
      values[from + c * step] -= shift;
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
