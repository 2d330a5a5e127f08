package dev.vernier.engine;

import dev.vernier.onnx.Node;
import java.util.List;

/**
 * A node with its operator and the ids of its values.
 *
 * @param operator null if the engine has none for the node
 * @param inputs value ids, -1 where an optional input is absent; captured outer values at the end
 * @param outputs value ids, -1 where an output is not wanted
 * @param signature what the types of the inputs are checked against; null if the operator is the
 *     engine's own or unknown to ONNX
 */
record ProgramNode(Node node, Operator operator, int[] inputs, int[] outputs, Signature signature) {
  /** A node made by the engine, whose inputs are what its operator takes. */
  ProgramNode(Node node, Operator operator, int[] inputs, int[] outputs) {
    this(node, operator, inputs, outputs, null);
  }

  String label() {
    return FusedNode.is(node) ? node.name() : node.label();
  }

  /** Fails with IllegalArgumentException if the operator does not take inputs of these types. */
  void checkTypes(List<TensorFact> facts) {
    if (signature != null) {
      signature.checkTypes(facts, node.inputs().size());
    }
  }
}
