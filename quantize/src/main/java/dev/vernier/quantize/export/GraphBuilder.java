package dev.vernier.quantize.export;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Collects the nodes and initializers of a new graph and hands out unused names. */
final class GraphBuilder {

  private final Graph original;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, TensorData> initializers;
  private final Set<String> tensorNames = new HashSet<>();
  private final Set<String> nodeNames = new HashSet<>();

  GraphBuilder(Graph original) {
    this.original = original;
    this.initializers = new LinkedHashMap<>(original.initializers());
    collectNames(original);
  }

  private void collectNames(Graph graph) {
    tensorNames.addAll(graph.initializers().keySet());
    graph.inputs().forEach(input -> tensorNames.add(input.name()));
    for (Node node : graph.nodes()) {
      nodeNames.add(node.name());
      tensorNames.addAll(node.inputs());
      tensorNames.addAll(node.outputs());
      node.subgraphs().forEach(this::collectNames);
    }
  }

  /** A tensor name nobody has: the wish, or the wish with a number. */
  String tensorName(String wish) {
    return fresh(tensorNames, wish);
  }

  private static String fresh(Set<String> taken, String wish) {
    String name = wish;
    for (int i = 1; !taken.add(name); i++) {
      name = wish + "_" + i;
    }
    return name;
  }

  void add(Node node) {
    nodes.add(node);
  }

  /** Adds a node under an unused name. */
  void addNamed(Node node) {
    nodes.add(node.withName(fresh(nodeNames, node.name())));
  }

  /** Adds a constant under an unused name, which is returned. */
  String add(TensorData constant) {
    String name = tensorName(constant.name());
    initializers.put(name, constant.withName(name));
    return name;
  }

  /** Puts a constant in the place of one of the original graph; returns its name. */
  String replace(TensorData constant) {
    initializers.put(constant.name(), constant);
    return constant.name();
  }

  /**
   * The graph with the collected nodes; constants and declarations nobody refers to are dropped.
   */
  Graph build() {
    Set<String> used = new HashSet<>();
    nodes.forEach(node -> collectUses(node, used));
    original.outputs().forEach(output -> used.add(output.name()));
    Set<String> alive = new HashSet<>(used);
    nodes.forEach(node -> alive.addAll(node.outputs()));
    initializers.keySet().retainAll(used);
    List<ValueInfo> inputs =
        original.inputs().stream()
            .filter(
                input ->
                    !original.initializers().containsKey(input.name())
                        || initializers.containsKey(input.name()))
            .toList();
    List<ValueInfo> infos =
        original.valueInfos().stream().filter(info -> alive.contains(info.name())).toList();
    return original
        .withNodes(nodes)
        .withInitializers(initializers)
        .withInputs(inputs)
        .withValueInfos(infos);
  }

  private static void collectUses(Node node, Set<String> used) {
    used.addAll(node.inputs());
    for (Graph subgraph : node.subgraphs()) {
      subgraph.nodes().forEach(inner -> collectUses(inner, used));
      subgraph.outputs().forEach(output -> used.add(output.name()));
    }
  }
}
