package dev.vernier.onnx.edit;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Renames tensors in nodes, and in subgraphs as far as these take the tensor from outside. */
final class Renaming {
  private Renaming() {}

  static Node inputs(Node node, Map<String, String> names) {
    Node renamed = node.withInputs(renamed(node.inputs(), names));
    return GraphRewrites.mapSubgraphs(renamed, graph -> captured(graph, names));
  }

  static Node all(Node node, Map<String, String> names) {
    return inputs(node, names).withOutputs(renamed(node.outputs(), names));
  }

  private static List<String> renamed(List<String> list, Map<String, String> names) {
    return list.stream().map(name -> names.getOrDefault(name, name)).toList();
  }

  private static Graph captured(Graph graph, Map<String, String> names) {
    Map<String, String> visible = new HashMap<>(names);
    visible.keySet().removeAll(TopologicalOrder.definedNames(graph));
    if (visible.isEmpty()) {
      return graph;
    }
    return graph
        .withNodes(graph.nodes().stream().map(node -> inputs(node, visible)).toList())
        .withOutputs(
            graph.outputs().stream()
                .map(o -> o.withName(visible.getOrDefault(o.name(), o.name())))
                .toList());
  }
}
