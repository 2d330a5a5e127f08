package dev.vernier.onnx.version;

import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.edit.TopologicalOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names that a model uses anywhere, so that new ones are new in every graph. */
public final class Names {
  private final Set<String> taken = new HashSet<>();

  /** Last number tried for a name, so that many of one name do not search from the start. */
  private final Map<String, Integer> suffixes = new HashMap<>();

  /** Takes all names in a graph and its subgraphs. */
  public void take(Graph graph) {
    taken.addAll(TopologicalOrder.definedNames(graph));
    take(graph.nodes());
  }

  /** Takes all names in a function. */
  public void take(FunctionDef function) {
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

  /** The name, or one made from it if it is taken; from then on taken. */
  public String fresh(String base) {
    String name = base;
    while (!taken.add(name)) {
      name = base + "_" + suffixes.merge(base, 1, Integer::sum);
    }
    return name;
  }
}
