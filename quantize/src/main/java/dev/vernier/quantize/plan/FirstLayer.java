package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.ValueInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** The first quantized weighted nodes after each input of a graph. */
final class FirstLayer {

  private final NodeSelection nodes;
  private final Set<String> found = new HashSet<>();

  FirstLayer(GraphIndex index, NodeSelection nodes) {
    this.nodes = nodes;
    Deque<String> open = new ArrayDeque<>();
    index.graph().realInputs().stream().map(ValueInfo::name).forEach(open::add);
    Set<String> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      for (GraphIndex.Use use : index.uses(open.pop())) {
        visit(use.node(), open, seen);
      }
    }
  }

  private void visit(Node node, Deque<String> open, Set<String> seen) {
    if (nodes.isSelected(node) && nodes.role(node) == Role.WEIGHTED) {
      found.add(GraphIndex.key(node));
    } else {
      node.outputs().stream().filter(seen::add).forEach(open::add);
    }
  }

  /** Their keys. */
  Set<String> nodes() {
    return found;
  }
}
