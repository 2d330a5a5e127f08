package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.quantize.plan.GraphIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Two layers with constant weights and biases of their own, the second of which reads what the
 * first computes, through other operators or directly, and alone.
 *
 * @param between the operators between them, in graph order
 */
record LayerPair(Node first, Node second, List<Node> between) {
  LayerPair {
    between = List.copyOf(between);
  }

  /**
   * All pairs of a graph, in the order of their first layers.
   *
   * @param passes operators that may stand between the layers
   */
  static List<LayerPair> of(Graph graph, Predicate<Node> passes) {
    GraphIndex index = GraphIndex.of(graph);
    List<LayerPair> pairs = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (LayerWeights.of(node, graph).isPresent() && constantBias(node, graph)) {
        from(node, index, passes).ifPresent(pairs::add);
      }
    }
    return pairs;
  }

  /** The bias is changed with the weight. */
  private static boolean constantBias(Node node, Graph graph) {
    return !node.hasInput(2)
        || graph
            .initializer(node.input(2))
            .filter(b -> b.elementCount() == LayerWeights.of(node, graph).orElseThrow().outputs())
            .isPresent();
  }

  private static Optional<LayerPair> from(Node first, GraphIndex index, Predicate<Node> passes) {
    String tensor = first.output(0);
    List<Node> between = new ArrayList<>();
    while (index.hasSingleReader(tensor)) {
      GraphIndex.Use use = index.uses(tensor).get(0);
      Node reader = use.node();
      if (use.input() == 0 && LayerWeights.of(reader, index.graph()).isPresent()) {
        int channels = LayerWeights.of(first, index.graph()).orElseThrow().outputs();
        int read = LayerWeights.of(reader, index.graph()).orElseThrow().inputs();
        return channels == read && hasOwnWeight(first, index) && hasOwnWeight(reader, index)
            ? Optional.of(new LayerPair(first, reader, between))
            : Optional.empty();
      }
      if (use.input() != 0 || !passes.test(reader)) {
        return Optional.empty();
      }
      between.add(reader);
      tensor = reader.output(0);
    }
    return Optional.empty();
  }

  private static boolean hasOwnWeight(Node node, GraphIndex index) {
    return index.hasSingleReader(node.input(1))
        && (!node.hasInput(2) || index.hasSingleReader(node.input(2)));
  }
}
