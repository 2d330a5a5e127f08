package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.edit.GraphEditor;
import java.util.function.Predicate;

/** Visits the nodes of a graph that changes meanwhile. */
final class Nodes {
  private Nodes() {}

  /**
   * Visits every node, except those that were replaced before their turn.
   *
   * @param visit true if it changed the graph
   * @return whether any visit did
   * @throws VernierException naming the node that a rewrite cannot make sense of
   */
  static boolean visit(GraphEditor graph, Predicate<Node> visit) {
    boolean changed = false;
    for (Node node : graph.nodes()) {
      if (!changed || graph.contains(node)) {
        changed |= visited(node, visit);
      }
    }
    return changed;
  }

  private static boolean visited(Node node, Predicate<Node> visit) {
    try {
      return visit.test(node);
    } catch (VernierException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new VernierException(
          node.label()
              + ": it cannot be prepared, for it does not follow the ONNX operator specification ("
              + e
              + ")",
          e);
    }
  }
}
