package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.edit.GraphEditor;

/** Removes nodes that copy their input: Identity, and Dropout as it is at inference. */
final class IdentityRemoval implements GraphRewrite {

  @Override
  public String name() {
    return "remove Identity and Dropout";
  }

  @Override
  public void apply(GraphEditor graph, Context context) {
    boolean changed = true;
    while (changed) {
      changed = Nodes.visit(graph, node -> isCopy(graph, node) && remove(graph, node));
    }
  }

  private static boolean isCopy(GraphEditor graph, Node node) {
    if (!node.hasInput(0) || !node.hasOutput(0)) {
      return false;
    }
    if (node.is("Identity")) {
      return true;
    }
    boolean maskUnused =
        !node.hasOutput(1)
            || (graph.consumers(node.output(1)).isEmpty() && !graph.isGraphOutput(node.output(1)));
    return node.is("Dropout") && maskUnused && !trains(graph, node);
  }

  private static boolean trains(GraphEditor graph, Node node) {
    return node.hasInput(2)
        && graph.initializer(node.input(2)).map(mode -> mode.longs()[0] != 0).orElse(true);
  }

  /** Readers take the input; a copy that is an output of the graph gives its name to the input. */
  private static boolean remove(GraphEditor graph, Node node) {
    String input = node.input(0);
    String output = node.output(0);
    if (!graph.isGraphOutput(output)) {
      graph.removeNode(node);
      graph.replaceUses(output, input);
      return true;
    }
    boolean free =
        graph.producer(input).isPresent()
            && graph.producer(input).get().subgraphs().isEmpty()
            && !graph.isGraphOutput(input);
    if (free) {
      Node producer = graph.producer(input).get();
      graph.removeNode(node);
      graph.replaceNode(
          producer,
          producer.withOutputs(
              producer.outputs().stream().map(o -> o.equals(input) ? output : o).toList()));
      graph.replaceUses(input, output);
    }
    return free;
  }
}
