package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.quantize.plan.GraphIndex;
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

  private EqualizedPair(Node first, Node second, Node clip, Graph graph) {
    this(
        first,
        second,
        Optional.ofNullable(clip),
        clip == null
            ? Double.POSITIVE_INFINITY
            : clipLimit(clip, graph).orElse(Double.POSITIVE_INFINITY));
  }

  /** All pairs of a graph, in the order of their first layers. */
  static List<EqualizedPair> of(Graph graph) {
    GraphIndex index = GraphIndex.of(graph);
    List<EqualizedPair> pairs = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (LayerWeights.of(node, graph).isPresent() && constantBias(node, graph)) {
        from(node, index).ifPresent(pairs::add);
      }
    }
    return pairs;
  }

  /** The bias is scaled with the weight. */
  private static boolean constantBias(Node node, Graph graph) {
    return !node.hasInput(2)
        || graph
            .initializer(node.input(2))
            .filter(b -> b.elementCount() == LayerWeights.of(node, graph).orElseThrow().outputs())
            .isPresent();
  }

  private static Optional<EqualizedPair> from(Node first, GraphIndex index) {
    String tensor = first.output(0);
    Node clip = null;
    while (index.hasSingleReader(tensor)) {
      GraphIndex.Use use = index.uses(tensor).get(0);
      Node reader = use.node();
      if (use.input() == 0 && LayerWeights.of(reader, index.graph()).isPresent()) {
        int channels = LayerWeights.of(first, index.graph()).orElseThrow().outputs();
        int read = LayerWeights.of(reader, index.graph()).orElseThrow().inputs();
        return channels == read && hasOwnWeight(first, index) && hasOwnWeight(reader, index)
            ? Optional.of(new EqualizedPair(first, reader, clip, index.graph()))
            : Optional.empty();
      }
      boolean clips = clip == null && clipLimit(reader, index.graph()).isPresent();
      if (clips) {
        clip = reader;
      } else if (use.input() != 0 || !HOMOGENEOUS.contains(reader.opType())) {
        return Optional.empty();
      }
      tensor = reader.output(0);
    }
    return Optional.empty();
  }

  private static boolean hasOwnWeight(Node node, GraphIndex index) {
    return index.hasSingleReader(node.input(1))
        && (!node.hasInput(2) || index.hasSingleReader(node.input(2)));
  }

  /** The upper limit of a Clip from zero; empty for any other node. */
  private static OptionalDouble clipLimit(Node node, Graph graph) {
    TensorData low = graph.initializers().get(node.input(1));
    TensorData high = graph.initializers().get(node.input(2));
    boolean fromZero = node.is("Clip") && low != null && low.floats()[0] == 0f;
    if (!fromZero || node.hasInput(2) && high == null) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(high == null ? Double.POSITIVE_INFINITY : high.floats()[0]);
  }
}
