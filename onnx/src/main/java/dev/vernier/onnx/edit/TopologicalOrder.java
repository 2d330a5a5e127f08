package dev.vernier.onnx.edit;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** Orders nodes so that each stands behind those whose outputs it uses. */
public final class TopologicalOrder {
  private TopologicalOrder() {}

  /**
   * The nodes in topological order; among those that are ready, the one given first comes first, so
   * nodes already in order are returned as they are.
   *
   * @throws VernierException if nodes depend on each other in a cycle
   */
  public static List<Node> sort(List<Node> nodes) {
    Map<String, Integer> producers = producers(nodes);
    List<List<Integer>> users = new ArrayList<>();
    int[] missing = new int[nodes.size()];
    nodes.forEach(node -> users.add(new ArrayList<>()));
    for (int i = 0; i < missing.length; i++) {
      for (String used : usedNames(nodes.get(i))) {
        Integer producer = producers.get(used);
        if (producer != null) {
          users.get(producer).add(i);
          missing[i]++;
        }
      }
    }
    return drain(nodes, users, missing);
  }

  private static List<Node> drain(List<Node> nodes, List<List<Integer>> users, int[] missing) {
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<Node> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(nodes.get(next));
      for (int user : users.get(next)) {
        if (--missing[user] == 0) {
          ready.add(user);
        }
      }
    }
    if (sorted.size() < nodes.size()) {
      throw cycle(nodes, missing);
    }
    return sorted;
  }

  private static Map<String, Integer> producers(List<Node> nodes) {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String output : nodes.get(i).outputs()) {
        if (!output.isEmpty()) {
          producers.put(output, i);
        }
      }
    }
    return producers;
  }

  private static VernierException cycle(List<Node> nodes, int[] missing) {
    Map<String, Integer> producers = producers(nodes);
    int at = 0;
    while (missing[at] == 0) {
      at++;
    }
    Set<Integer> path = new LinkedHashSet<>();
    while (path.add(at)) {
      at =
          usedNames(nodes.get(at)).stream()
              .map(producers::get)
              .filter(p -> p != null && missing[p] > 0)
              .findFirst()
              .orElseThrow();
    }
    int start = at;
    return new VernierException(
        "the graph has a cycle: "
            + path.stream()
                .dropWhile(i -> i != start)
                .limit(8)
                .map(i -> nodes.get(i).label())
                .collect(Collectors.joining(" <- "))
            + "; a graph must be free of cycles, so the model is damaged");
  }

  /** Every name that a node needs: its inputs and what its subgraphs take from outside. */
  public static Set<String> usedNames(Node node) {
    Set<String> used = new LinkedHashSet<>();
    for (String input : node.inputs()) {
      if (!input.isEmpty()) {
        used.add(input);
      }
    }
    node.subgraphs().forEach(graph -> used.addAll(capturedNames(graph)));
    return used;
  }

  /** Names that a subgraph takes from the graphs around it. */
  public static Set<String> capturedNames(Graph graph) {
    Set<String> own = definedNames(graph);
    Set<String> captured = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      captured.addAll(usedNames(node));
    }
    graph.outputs().forEach(output -> captured.add(output.name()));
    captured.removeAll(own);
    captured.remove("");
    return captured;
  }

  /** Names that a graph itself defines: inputs, initializers and outputs of nodes. */
  public static Set<String> definedNames(Graph graph) {
    Set<String> names = new HashSet<>(graph.initializers().keySet());
    graph.inputs().forEach(input -> names.add(input.name()));
    graph.sparseInitializers().forEach(sparse -> names.add(sparse.name()));
    graph.nodes().forEach(node -> names.addAll(node.outputs()));
    names.remove("");
    return names;
  }

  /** Whether the attribute holds one graph or several. */
  static boolean holdsGraph(Attribute attribute) {
    return attribute instanceof Attribute.GraphValue || attribute instanceof Attribute.Graphs;
  }
}
