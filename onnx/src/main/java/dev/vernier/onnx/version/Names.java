package dev.vernier.onnx.version;

import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.edit.TopologicalOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names that a model uses anywhere, so that new ones are new in every graph. */
final class Names {
  private final Set<String> taken = new HashSet<>();

  void take(Graph graph) {
    taken.addAll(TopologicalOrder.definedNames(graph));
    take(graph.nodes());
  }

  void take(FunctionDef function) {
    taken.addAll(function.inputs());
    take(function.nodes());
  }

  private void take(List<Node> nodes) {
    for (Node node : nodes) {
      taken.add(node.name());
      taken.addAll(node.inputs());
      taken.addAll(node.outputs());
      node.subgraphs().forEach(this::take);
    }
  }

  String fresh(String base) {
    String name = base;
    for (int i = 1; !taken.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }
}
