package dev.vernier.onnx.version;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Before operator set 13 Softmax and its relatives worked on the input flattened to a matrix at the
 * axis; from 13 on they work along the axis alone. The two agree on the last axis.
 */
final class SoftmaxRule {
  private SoftmaxRule() {}

  static List<Node> apply(Node node, Scope scope) {
    long axis = node.intAttribute("axis", 1);
    int rank = scope.rank(node.input(0));
    if (axis == -1 || rank > 0 && axis == rank - 1) {
      return List.of(node.withAttribute("axis", Attribute.of(-1L)));
    }
    return flattened(node, scope, axis);
  }

  private static List<Node> flattened(Node node, Scope scope, long axis) {
    String shape = scope.freshName(node, "shape");
    String matrix = scope.freshName(node, "matrix");
    String result = scope.freshName(node, "rows");
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.of(shape, "Shape", List.of(node.input(0)), List.of(shape)));
    nodes.add(
        Node.of(
            matrix,
            "Flatten",
            List.of(node.input(0)),
            List.of(matrix),
            Map.of("axis", Attribute.of(axis))));
    nodes.add(
        node.withInputs(List.of(matrix))
            .withOutputs(List.of(result))
            .withAttribute("axis", Attribute.of(-1L)));
    nodes.add(
        Node.of(
            scope.freshName(node, "reshape"), "Reshape", List.of(result, shape), node.outputs()));
    return nodes;
  }
}
