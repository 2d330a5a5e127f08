package dev.vernier.pipeline.metric;

import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.Half;
import dev.vernier.pipeline.data.Row;
import java.util.List;

/**
 * What both models gave for one row. Arrays are not copied and must not change.
 *
 * @param reference outputs of the floating-point model
 * @param candidate outputs of the candidate, in the same order
 * @param names names of the outputs, in the same order
 * @param output index of the output that metrics of one output look at
 * @param label the right class; -1 if unknown
 * @param row the row itself, for annotations that are not a class
 * @param identity hash that identifies the row
 */
public record Outcome(
    List<Tensor> reference,
    List<Tensor> candidate,
    List<String> names,
    int output,
    long label,
    Row row,
    byte[] identity) {

  /** Whether the output holds class scores: numbers along one axis, at least two. */
  public boolean classifies() {
    return classifies(referenceScores());
  }

  /** Whether a tensor holds class scores; anything else, such as an image, has no single class. */
  public static boolean classifies(Tensor output) {
    int wide = 0;
    for (int dim : output.dims()) {
      wide += dim > 1 ? 1 : 0;
    }
    return wide == 1 && output.type().isFloatingPoint();
  }

  /** Whether there are class scores and the right class is known. */
  public boolean labelled() {
    return label >= 0 && classifies();
  }

  /** The output of the floating-point model. */
  public Tensor referenceScores() {
    return reference.get(output);
  }

  /** The output of the candidate. */
  public Tensor candidateScores() {
    return candidate.get(output);
  }

  /** The half of the data to which the row belongs. */
  public Half half() {
    return Half.of(identity);
  }
}
