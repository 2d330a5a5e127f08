package dev.vernier.engine.ops.loss;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Doubles;
import dev.vernier.engine.ops.common.Facts;
import java.util.List;

/** The loss of log probabilities at given labels; see {@link LabelLoss}. */
final class NegativeLogLikelihoodLoss implements Operator {
  private final LabelLoss loss;

  NegativeLogLikelihoodLoss(NodeContext context) {
    loss = new LabelLoss(context.node());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(loss.infer(inputs));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    double[] logProbabilities = Doubles.of(inputs[0], workspace);
    Tensor weights = Facts.optional(inputs, 2);
    loss.eval(logProbabilities, inputs[0].dims(), inputs[1], weights, outputs[0]);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
