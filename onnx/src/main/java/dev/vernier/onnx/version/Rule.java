package dev.vernier.onnx.version;

import dev.vernier.onnx.Node;
import java.util.List;

/** Rewrites one node of the previous operator set into nodes of a new one with equal results. */
interface Rule {
  /**
   * @return the nodes in order; the last ones have the outputs of the given node
   * @throws dev.vernier.onnx.VernierException if there is no equal form
   */
  List<Node> apply(Node node, Scope scope);
}
