package dev.vernier.onnx.version;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Attributes that became inputs. */
final class InputRules {
  private InputRules() {}

  static List<Node> axes(Node node, Scope scope) {
    if (!node.hasAttribute("axes")) {
      return List.of(node);
    }
    String axes = scope.addInt64s(node, "axes", node.intsAttribute("axes"));
    return List.of(withInputs(node, node.input(0), axes).withoutAttributes("axes"));
  }

  static List<Node> slice10(Node node, Scope scope) {
    List<String> inputs = new ArrayList<>(List.of(node.input(0)));
    for (String attribute : List.of("starts", "ends", "axes")) {
      if (node.hasAttribute(attribute)) {
        inputs.add(scope.addInt64s(node, attribute, node.intsAttribute(attribute)));
      }
    }
    return List.of(node.withInputs(inputs).withoutAttributes("starts", "ends", "axes"));
  }

  static List<Node> topK10(Node node, Scope scope) {
    if (!node.hasAttribute("k")) {
      throw Scope.refused(node, "it has no attribute k");
    }
    String k = scope.addInt64s(node, "k", node.intAttribute("k", 0));
    return List.of(withInputs(node, node.input(0), k).withoutAttributes("k"));
  }

  /**
   * A bound that is the largest float becomes an absent input: the same for every finite value, and
   * infinities stay what they are.
   */
  static List<Node> clip11(Node node, Scope scope) {
    String low = bound(node, scope, "min", -Float.MAX_VALUE);
    String high = bound(node, scope, "max", Float.MAX_VALUE);
    List<String> inputs =
        !high.isEmpty()
            ? List.of(node.input(0), low, high)
            : low.isEmpty() ? List.of(node.input(0)) : List.of(node.input(0), low);
    return List.of(node.withInputs(inputs).withoutAttributes("min", "max"));
  }

  private static String bound(Node node, Scope scope, String attribute, float none) {
    float value = node.floatAttribute(attribute, none);
    return value == none ? "" : scope.add(node, attribute, scalar(scope.type(node, 0), value));
  }

  private static TensorData scalar(DataType type, float value) {
    if (type.isInteger()) {
      return TensorData.ofIntegers("", type, new long[0], (long) value);
    }
    return TensorData.ofFloatsAs("", type, new long[0], value);
  }

  static List<Node> pad11(Node node, Scope scope) {
    List<String> inputs = new ArrayList<>(List.of(node.input(0)));
    inputs.add(scope.addInt64s(node, "pads", node.intsAttribute("pads")));
    float value = node.floatAttribute("value", 0);
    if (value != 0 && node.stringAttribute("mode", "constant").equals("constant")) {
      inputs.add(scope.add(node, "value", scalar(scope.type(node, 0), value)));
    }
    return List.of(node.withInputs(inputs).withoutAttributes("pads", "value"));
  }

  static List<Node> split13(Node node, Scope scope) {
    if (!node.hasAttribute("split")) {
      return List.of(node);
    }
    String sizes = scope.addInt64s(node, "split", node.intsAttribute("split"));
    return List.of(withInputs(node, node.input(0), sizes).withoutAttributes("split"));
  }

  /** A split into equal parts has to say into how many. */
  static List<Node> split18(Node node, Scope scope) {
    return List.of(
        node.hasInput(1)
            ? node
            : node.withInputs(List.of(node.input(0)))
                .withAttribute("num_outputs", Attribute.of(node.outputs().size())));
  }

  static Node withInputs(Node node, String... inputs) {
    return node.withInputs(Arrays.asList(inputs));
  }
}
