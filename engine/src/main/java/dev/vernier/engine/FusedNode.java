package dev.vernier.engine;

import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the node that stands for several in a plan. */
final class FusedNode {
  private static final String DOMAIN = "dev.vernier";
  private static final String TYPE = "Fused";

  private FusedNode() {}

  static ProgramNode of(
      GraphProgram program, List<Integer> nodes, Operator operator, int[] inputs, int[] outputs) {
    String label =
        nodes.stream().map(n -> program.nodes().get(n).label()).collect(Collectors.joining(" + "));
    Node node =
        new Node(
            label, TYPE, DOMAIN, names(program, inputs), names(program, outputs), Map.of(), "");
    return new ProgramNode(node, operator, inputs, outputs);
  }

  private static List<String> names(GraphProgram program, int[] ids) {
    return Arrays.stream(ids).mapToObj(program::name).toList();
  }

  /** Whether a node was made here. */
  static boolean is(Node node) {
    return node.domain().equals(DOMAIN) && node.opType().equals(TYPE);
  }
}
