package dev.vernier.pipeline.metric;

import dev.vernier.engine.Tensor;
import java.util.List;

/**
 * What both models gave for one row.
 *
 * @param reference outputs of the floating-point model
 * @param candidate outputs of the candidate, in the same order
 * @param scores index of the output that holds class scores; -1 if the model does not classify
 * @param label the right class; -1 if unknown
 */
public record Outcome(List<Tensor> reference, List<Tensor> candidate, int scores, long label) {
  /** Whether there are class scores. */
  public boolean classifies() {
    return scores >= 0;
  }

  /** Whether the right class is known too. */
  public boolean labelled() {
    return classifies() && label >= 0;
  }

  /** Class scores of the floating-point model. */
  public Tensor referenceScores() {
    return reference.get(scores);
  }

  /** Class scores of the candidate. */
  public Tensor candidateScores() {
    return candidate.get(scores);
  }
}
