package dev.vernier.engine;

import dev.vernier.onnx.Node;

/**
 * A node with its operator and the ids of its values.
 *
 * @param operator null if the engine has none for the node
 * @param inputs value ids, -1 where an optional input is absent; captured outer values at the end
 * @param outputs value ids, -1 where an output is not wanted
 */
record ProgramNode(Node node, Operator operator, int[] inputs, int[] outputs) {
  String label() {
    return node.label();
  }
}
