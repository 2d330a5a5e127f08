package dev.vernier.engine.ops.loss;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * The loss of labelled positions: minus the log probability of the label's class times the class's
 * weight, 0 where the label is the ignored one. Log probabilities have shape (N, C, d...), labels
 * (N, d...). The mean divides by the sum of the weights of the labels that are not ignored.
 */
final class LabelLoss {
  private final Reduction reduction;
  private final boolean ignores;
  private final long ignored;

  private enum Reduction {
    NONE,
    SUM,
    MEAN
  }

  LabelLoss(Node node) {
    reduction = reduction(node.stringAttribute("reduction", "mean"));
    ignores = node.hasAttribute("ignore_index");
    ignored = node.intAttribute("ignore_index", 0);
  }

  private static Reduction reduction(String name) {
    return switch (name) {
      case "none" -> Reduction.NONE;
      case "sum" -> Reduction.SUM;
      case "mean" -> Reduction.MEAN;
      default ->
          throw new IllegalArgumentException(
              "attribute reduction = '" + name + "': expected none, sum or mean");
    };
  }

  /** The loss of scores (input 0) at labels (input 1), with weights (input 2) or none. */
  TensorFact infer(List<TensorFact> inputs) {
    TensorFact scores = inputs.get(0);
    TensorFact labels = inputs.get(1);
    Require.rank(inputs, 0, 2, Integer.MAX_VALUE);
    if (scores.hasDims()) {
      int[] dims = scores.dims();
      int[] places = Arrays.copyOf(dims, dims.length - 1);
      System.arraycopy(dims, 2, places, 1, dims.length - 2);
      Require.shape(inputs, 1, places);
      Require.shape(inputs, 2, dims[1]);
    }
    if (reduction != Reduction.NONE) {
      return TensorFact.of(scores.type());
    }
    return new TensorFact(scores.type(), labels.dims(), null);
  }

  /** Computes the loss from log probabilities in double precision; weights may be null. */
  void eval(double[] logProbabilities, int[] dims, Tensor labels, Tensor weights, Tensor loss) {
    int classes = dims[1];
    int inner = Dims.size(dims) / Math.max(1, dims[0] * classes);
    double sum = 0;
    double total = 0;
    for (int i = 0; i < labels.size(); i++) {
      long label = labels.longAt(i);
      double weight = weight(label, classes, weights);
      int at = weight == 0 ? 0 : (i / inner * classes + (int) label) * inner + i % inner;
      double value = weight == 0 ? 0 : -logProbabilities[at] * weight;
      sum += value;
      total += weight;
      if (reduction == Reduction.NONE) {
        loss.setDouble(i, value);
      }
    }
    if (reduction != Reduction.NONE) {
      loss.setDouble(0, reduction == Reduction.SUM ? sum : sum / total);
    }
  }

  private double weight(long label, int classes, Tensor weights) {
    if (ignores && label == ignored) {
      return 0;
    }
    if (label < 0 || label >= classes) {
      throw new IllegalArgumentException(
          "label " + label + " is neither one of " + classes + " classes nor ignored");
    }
    return weights == null ? 1 : weights.doubleAt((int) label);
  }
}
