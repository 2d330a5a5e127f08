package dev.vernier.onnx.version;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.List;

/** Operators that were renamed or whose defaults changed. */
final class MiscRules {
  private MiscRules() {}

  static List<Node> scan9(Node node, Scope scope) {
    throw Scope.refused(node, "Scan of operator set 8 works on batches, which 9 removed");
  }

  static List<Node> scatter11(Node node, Scope scope) {
    return List.of(node.withOpType("ScatterElements"));
  }

  /** The default of 16 shifts coordinates by half a pixel; before there was no shift. */
  static List<Node> roiAlign16(Node node, Scope scope) {
    return List.of(
        node.withAttribute("coordinate_transformation_mode", Attribute.of("output_half_pixel")));
  }

  static List<Node> dft20(Node node, Scope scope) {
    TensorData axis = TensorData.ofInt64s("", new long[0], node.intAttribute("axis", 1));
    return List.of(
        InputRules.withInputs(node, node.input(0), node.input(1), scope.add(node, "axis", axis))
            .withoutAttributes("axis"));
  }

  static List<Node> gridSample20(Node node, Scope scope) {
    String mode = node.stringAttribute("mode", "bilinear");
    String renamed =
        switch (mode) {
          case "bilinear" -> "linear";
          case "bicubic" -> "cubic";
          default -> mode;
        };
    return List.of(node.withAttribute("mode", Attribute.of(renamed)));
  }
}
