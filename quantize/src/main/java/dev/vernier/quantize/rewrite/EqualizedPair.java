package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Two layers with nothing between them but operators that treat channels apart and commute with
 * positive factors, so that a channel can be divided after the first and multiplied in the second.
 *
 * @param clip the Clip from zero between them; empty: there is none
 * @param limit where it cuts off; infinite without it
 */
record EqualizedPair(Node first, Node second, Optional<Node> clip, double limit) {
  private static final Set<String> HOMOGENEOUS =
      Set.of("Relu", "LeakyRelu", "PRelu", "MaxPool", "AveragePool", "GlobalAveragePool");

  /** All pairs of a graph, in the order of their first layers. */
  static List<EqualizedPair> of(Graph graph) {
    List<EqualizedPair> pairs = new ArrayList<>();
    for (LayerPair pair : LayerPair.of(graph, node -> passes(node, graph))) {
      List<Node> clips = pair.between().stream().filter(node -> node.is("Clip")).toList();
      if (clips.isEmpty()) {
        pairs.add(
            new EqualizedPair(
                pair.first(), pair.second(), Optional.empty(), Double.POSITIVE_INFINITY));
      } else if (clips.size() == 1) {
        double limit = clipLimit(clips.get(0), graph).orElseThrow();
        pairs.add(new EqualizedPair(pair.first(), pair.second(), Optional.of(clips.get(0)), limit));
      }
    }
    return pairs;
  }

  private static boolean passes(Node node, Graph graph) {
    return HOMOGENEOUS.contains(node.opType()) || clipLimit(node, graph).isPresent();
  }

  /** The upper limit of a Clip from zero; empty for any other node. */
  static OptionalDouble clipLimit(Node node, Graph graph) {
    TensorData low = graph.initializers().get(node.input(1));
    TensorData high = graph.initializers().get(node.input(2));
    boolean fromZero = node.is("Clip") && low != null && low.floats()[0] == 0f;
    if (!fromZero || node.hasInput(2) && high == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(high == null ? Double.POSITIVE_INFINITY : high.floats()[0]);
  }
}
