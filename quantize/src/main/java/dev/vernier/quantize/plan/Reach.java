package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.ModelType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What lies before the first and after the last operators with weights. */
final class Reach {

  private final Set<String> afterWeights = new HashSet<>();
  private final Set<String> beforeWeights = new HashSet<>();

  Reach(GraphIndex index) {
    List<Node> nodes = index.graph().nodes();
    for (Node node : nodes) {
      boolean follows =
          node.inputs().stream()
              .anyMatch(
                  input ->
                      index
                          .producer(input)
                          .filter(p -> isWeighted(p) || afterWeights.contains(GraphIndex.key(p)))
                          .isPresent());
      if (follows) {
        afterWeights.add(GraphIndex.key(node));
      }
    }
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      boolean precedes =
          node.outputs().stream()
              .flatMap(output -> index.uses(output).stream())
              .anyMatch(u -> isWeighted(u.node()) || beforeWeights.contains(u.key()));
      if (precedes) {
        beforeWeights.add(GraphIndex.key(node));
      }
    }
  }

  static boolean isWeighted(Node node) {
    return OperatorRoles.of(node, ModelType.CNN) == Role.WEIGHTED;
  }

  /** Whether data come to the node from an operator with weights. */
  boolean hasWeightsBefore(Node node) {
    return afterWeights.contains(GraphIndex.key(node));
  }

  /** Whether data go from the node to an operator with weights. */
  boolean hasWeightsAfter(Node node) {
    return beforeWeights.contains(GraphIndex.key(node));
  }
}
