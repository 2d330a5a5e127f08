package dev.vernier.onnx.version;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import java.util.List;
import java.util.Map;

/** Normalisation and dropout, as they are in inference. */
final class NormRules {
  private NormRules() {}

  static List<Node> batchNormalization9(Node node, Scope scope) {
    if (node.intAttribute("spatial", 1) != 1) {
      throw Scope.refused(node, "spatial = 0 (statistics per element) was removed");
    }
    return List.of(node.withoutAttributes("spatial"));
  }

  static List<Node> batchNormalization14(Node node, Scope scope) {
    return List.of(firstOutput(node, scope, "running statistics of training"));
  }

  /** From 10 on the mask is boolean. */
  static List<Node> dropout10(Node node, Scope scope) {
    return List.of(firstOutput(node, scope, "the mask, whose type has changed"));
  }

  /** In inference the ratio has no effect. */
  static List<Node> dropout12(Node node, Scope scope) {
    return List.of(node.withInputs(List.of(node.input(0))).withoutAttributes("ratio", "seed"));
  }

  private static Node firstOutput(Node node, Scope scope, String what) {
    for (int i = 1; i < node.outputs().size(); i++) {
      if (node.hasOutput(i) && scope.isUsed(node.output(i))) {
        throw Scope.refused(node, "its output '" + node.output(i) + "' is used: " + what);
      }
    }
    return node.withOutputs(List.of(node.output(0)));
  }

  /** Scale and bias of a group become those of each of its channels. */
  static List<Node> groupNormalization21(Node node, Scope scope) {
    long groups = node.intAttribute("num_groups", 0);
    String shape = scope.freshName(node, "shape");
    String channels = scope.freshName(node, "channels");
    String size = scope.freshName(node, "group_size");
    String grid = scope.freshName(node, "grid");
    String group = scope.addInt64s(node, "groups", groups);
    String one = scope.addInt64s(node, "one", 1);
    String all = scope.addInt64s(node, "all", -1);
    String scale = scope.freshName(node, "scale");
    String bias = scope.freshName(node, "bias");
    return List.of(
        Node.of(shape, "Shape", List.of(node.input(0)), List.of(shape)),
        Node.of(channels, "Gather", List.of(shape, one), List.of(channels)),
        Node.of(size, "Div", List.of(channels, group), List.of(size)),
        Node.of(
            grid, "Concat", List.of(group, size), List.of(grid), Map.of("axis", Attribute.of(0L))),
        column(node, 1, one, scale),
        expanded(scale, grid),
        flat(scale, all),
        column(node, 2, one, bias),
        expanded(bias, grid),
        flat(bias, all),
        InputRules.withInputs(node, node.input(0), scale, bias));
  }

  private static Node column(Node node, int input, String one, String name) {
    return Node.of(
        name + "_column", "Unsqueeze", List.of(node.input(input), one), List.of(name + "_column"));
  }

  private static Node expanded(String name, String grid) {
    return Node.of(
        name + "_grid", "Expand", List.of(name + "_column", grid), List.of(name + "_grid"));
  }

  private static Node flat(String name, String all) {
    return Node.of(name, "Reshape", List.of(name + "_grid", all), List.of(name));
  }
}
