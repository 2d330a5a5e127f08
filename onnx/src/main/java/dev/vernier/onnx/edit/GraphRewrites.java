package dev.vernier.onnx.edit;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Small rewrites of immutable nodes. */
public final class GraphRewrites {
  private GraphRewrites() {}

  /** The node with each of its subgraphs replaced; the node itself if it has none. */
  public static Node mapSubgraphs(Node node, UnaryOperator<Graph> change) {
    if (node.attributes().values().stream().noneMatch(TopologicalOrder::holdsGraph)) {
      return node;
    }
    Map<String, Attribute> attributes = new LinkedHashMap<>(node.attributes());
    attributes.replaceAll((name, attribute) -> mapGraphs(attribute, change));
    return node.withAttributes(attributes);
  }

  private static Attribute mapGraphs(Attribute attribute, UnaryOperator<Graph> change) {
    if (attribute instanceof Attribute.GraphValue graph) {
      return new Attribute.GraphValue(change.apply(graph.value()));
    }
    return attribute instanceof Attribute.Graphs graphs
        ? new Attribute.Graphs(graphs.values().stream().map(change).toList())
        : attribute;
  }
}
