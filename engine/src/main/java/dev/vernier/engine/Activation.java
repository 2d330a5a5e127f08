package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;
import java.util.Optional;

/**
 * A pointwise function that a step can apply to its result: a clip to [low, high], or a leaky
 * rectifier with a slope (NaN if there is none).
 */
record Activation(float low, float high, float slope) {
  static final Activation NONE =
      new Activation(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN);

  private static final float DEFAULT_SLOPE = 0.01f;

  boolean isClip() {
    return Float.isNaN(slope);
  }

  /**
   * The activation that a node computes from its first input, if it is one with constant bounds.
   */
  static Optional<Activation> of(Node node, List<TensorFact> inputs) {
    if (!node.domain().isEmpty() || inputs.get(0).type() != DataType.FLOAT) {
      return Optional.empty();
    }
    return switch (node.opType()) {
      case "Relu" -> Optional.of(new Activation(0, Float.POSITIVE_INFINITY, Float.NaN));
      case "LeakyRelu" ->
          Optional.of(
              new Activation(NONE.low, NONE.high, node.floatAttribute("alpha", DEFAULT_SLOPE)));
      case "Clip" -> clip(node, inputs);
      default -> Optional.empty();
    };
  }

  private static Optional<Activation> clip(Node node, List<TensorFact> inputs) {
    for (TensorFact bound : inputs.subList(1, inputs.size())) {
      if (bound != null && !bound.isConstant()) {
        return Optional.empty();
      }
    }
    float low = bound(inputs, 1, node.floatAttribute("min", NONE.low));
    float high = bound(inputs, 2, node.floatAttribute("max", NONE.high));
    return Optional.of(new Activation(low, high, Float.NaN));
  }

  private static float bound(List<TensorFact> inputs, int index, float absent) {
    TensorFact fact = index < inputs.size() ? inputs.get(index) : null;
    return fact == null ? absent : (float) fact.value().doubleAt(0);
  }
}
