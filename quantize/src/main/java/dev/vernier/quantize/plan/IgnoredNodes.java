package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.NamePattern;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The ignored nodes of a graph, those between two nodes among them. */
public final class IgnoredNodes {

  private final GraphIndex index;
  private final IgnoredScope scope;
  private final Map<String, String> between = new HashMap<>();

  public IgnoredNodes(GraphIndex index, IgnoredScope scope) {
    this.index = index;
    this.scope = scope;
    scope.subgraphs().forEach(this::add);
  }

  /** The entry that matches the node, as a phrase for reports, or empty if it is not ignored. */
  public Optional<String> match(Node node) {
    return scope.match(node).or(() -> Optional.ofNullable(between.get(GraphIndex.key(node))));
  }

  private void add(IgnoredScope.Subgraph subgraph) {
    Set<String> below = reached(named(subgraph.from()), true);
    Set<String> above = reached(named(subgraph.to()), false);
    below.retainAll(above);
    if (below.isEmpty()) {
      throw new VernierException(
          "Ignored subgraph \""
              + subgraph.text()
              + "\": no path leads from the first node to the second in the prepared model; name"
              + " them in the order of the data");
    }
    below.forEach(key -> between.put(key, "ignored subgraph " + subgraph.text()));
  }

  private List<Node> named(String name) {
    NamePattern pattern = NamePattern.name(name);
    List<Node> found =
        index.graph().nodes().stream()
            .filter(
                node ->
                    pattern.matches(node.name())
                        || node.outputs().stream().anyMatch(pattern::matches))
            .toList();
    if (found.isEmpty()) {
      throw new VernierException(
          "Ignored subgraph: \""
              + name
              + "\" is none of the "
              + index.graph().nodes().size()
              + " nodes of the prepared model: expected a node's name or that of an output");
    }
    return found;
  }

  /** Keys of the nodes that data flow to, or come from; the starting ones included. */
  private Set<String> reached(List<Node> start, boolean down) {
    Set<String> keys = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>(start);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (keys.add(GraphIndex.key(node))) {
        if (down) {
          node.outputs().forEach(o -> index.uses(o).forEach(use -> open.add(use.node())));
        } else {
          node.inputs().forEach(input -> index.producer(input).ifPresent(open::add));
        }
      }
    }
    return keys;
  }
}
