package dev.vernier.engine;

import dev.vernier.onnx.Node;

/** What an operator is made from: the node with its attributes, the opset, and its subgraphs. */
public interface NodeContext {
  /** The node with its attributes. */
  Node node();

  /** Version of the node's operator set that the model imports. */
  long opset();

  /** Number of outputs the node declares; a trailing empty name is not counted. */
  default int outputCount() {
    int count = node().outputs().size();
    while (count > 0 && node().outputs().get(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }

  /** True if the node names output {@code i}. */
  default boolean hasOutput(int i) {
    return i < node().outputs().size() && !node().outputs().get(i).isEmpty();
  }

  /**
   * The graph in attribute {@code name}, ready to run. Values of the outer graph that any subgraph
   * of the node uses are appended to the inputs that the operator is given, after the node's own:
   * pass the operator's whole input array on to {@link Subgraph#run}. Fails if there is no such
   * attribute.
   */
  Subgraph subgraph(String name);
}
