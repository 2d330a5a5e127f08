package dev.vernier.quantize.export;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;

/** The bounds that a Relu or Clip with constant bounds enforces. */
record Limits(float low, float high) {

  static Limits of(Node node, Graph graph) {
    return node.is("Relu")
        ? new Limits(0f, Float.POSITIVE_INFINITY)
        : new Limits(
            bound(graph, node.input(1), Float.NEGATIVE_INFINITY),
            bound(graph, node.input(2), Float.POSITIVE_INFINITY));
  }

  private static float bound(Graph graph, String name, float absent) {
    TensorData constant = graph.initializers().get(name);
    return constant == null ? absent : constant.floats()[0];
  }

  /**
   * Whether rounding and saturating to the codes gives the same code with and without the limits.
   */
  boolean impliedBy(QuantizationParameters parameters) {
    IntegerRange codes = IntegerRange.full(parameters.type());
    return parameters.quantize(low) == codes.min() && parameters.quantize(high) == codes.max();
  }
}
