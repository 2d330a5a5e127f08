package dev.vernier.quantize.tables;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.HashSet;
import java.util.Set;

/** Tensors of which no value is negative, whatever the input. */
final class NonNegativeTensors {

  private static final Set<String> SOURCES =
      Set.of("Relu", "Sigmoid", "HardSigmoid", "Softmax", "Softplus", "Abs", "Exp");

  /** Operators whose outputs are values, or means of values, of their first input. */
  private static final Set<String> KEEPING =
      Set.of(
          "MaxPool",
          "AveragePool",
          "GlobalMaxPool",
          "GlobalAveragePool",
          "Reshape",
          "Transpose",
          "Flatten",
          "Squeeze",
          "Unsqueeze",
          "Slice",
          "Split",
          "Gather",
          "Identity");

  private final Graph graph;
  private final Set<String> tensors = new HashSet<>();

  NonNegativeTensors(Graph graph) {
    this.graph = graph;
    for (Node node : graph.nodes()) {
      if (node.domain().isEmpty() && isNonNegative(node)) {
        tensors.addAll(node.outputs());
      }
    }
  }

  private boolean isNonNegative(Node node) {
    return SOURCES.contains(node.opType())
        || (node.is("Clip") && clipsAtZero(node.input(1)))
        || (KEEPING.contains(node.opType()) && tensors.contains(node.input(0)))
        || (node.is("Concat") && tensors.containsAll(node.inputs()))
        || ((node.is("Add") || node.is("Mul")) && tensors.containsAll(node.inputs()));
  }

  private boolean clipsAtZero(String bound) {
    TensorData constant = graph.initializers().get(bound);
    return constant != null && constant.floats()[0] >= 0f;
  }

  boolean contains(String tensor) {
    return tensors.contains(tensor);
  }
}
