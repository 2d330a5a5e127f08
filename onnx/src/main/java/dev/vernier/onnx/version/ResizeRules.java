package dev.vernier.onnx.version;

import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.List;

/** Upsample and Resize: the old ones divide coordinates by the scale and know no other mapping. */
final class ResizeRules {
  private ResizeRules() {}

  static List<Node> upsample9(Node node, Scope scope) {
    float[] scales = node.floatsAttribute("scales");
    TensorData tensor = TensorData.ofFloats("", new long[] {scales.length}, scales);
    String input = scope.add(node, "scales", tensor);
    return List.of(InputRules.withInputs(node, node.input(0), input).withoutAttributes("scales"));
  }

  /** An Upsample never shrinks, which the rule of Resize 11 cannot know of computed scales. */
  static List<Node> upsample10(Node node, Scope scope) {
    scope.markGrowing(node.output(0));
    return List.of(node.withOpType("Resize"));
  }

  private static boolean isNearest(Node node) {
    return node.stringAttribute("mode", "nearest").equals("nearest");
  }

  static List<Node> resize11(Node node, Scope scope) {
    TensorData none = TensorData.ofFloats("", new long[] {0});
    Node resized =
        InputRules.withInputs(node, node.input(0), scope.add(node, "roi", none), node.input(1))
            .withAttribute("coordinate_transformation_mode", Attribute.of("asymmetric"));
    return List.of(
        isNearest(node)
            ? resized.withAttribute("nearest_mode", Attribute.of(nearestMode(node, scope)))
            : resized);
  }

  /** ONNX left rounding open; runtimes take the pixel below when growing, above when shrinking. */
  private static String nearestMode(Node node, Scope scope) {
    if (scope.isGrowing(node.output(0))) {
      return "floor";
    }
    TensorData scales =
        scope
            .constant(node.input(1))
            .orElseThrow(
                () ->
                    Scope.refused(
                        node,
                        "its scales are computed, and nearest pixels are chosen differently for"
                            + " growing and shrinking; fold constants first or export with"
                            + " operator set 11 or newer"));
    boolean grows = false;
    boolean shrinks = false;
    for (float scale : scales.floats()) {
      grows |= scale > 1;
      shrinks |= scale < 1;
    }
    if (grows && shrinks) {
      throw Scope.refused(node, "it grows one dimension and shrinks another by nearest pixels");
    }
    return shrinks ? "ceil" : "floor";
  }

  /** The mode {@code tf_half_pixel_for_nn} is half_pixel without the shift by half a pixel. */
  static List<Node> resize13(Node node, Scope scope) {
    String mode = node.stringAttribute("coordinate_transformation_mode", "half_pixel");
    if (!mode.equals("tf_half_pixel_for_nn")) {
      return List.of(node);
    }
    if (!isNearest(node)
        || !node.stringAttribute("nearest_mode", "round_prefer_floor").equals("floor")) {
      throw Scope.refused(
          node, "tf_half_pixel_for_nn was removed; only its nearest pixel below can be expressed");
    }
    return List.of(
        node.withAttribute("coordinate_transformation_mode", Attribute.of("half_pixel"))
            .withAttribute("nearest_mode", Attribute.of("round_prefer_ceil")));
  }
}
