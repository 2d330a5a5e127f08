package dev.vernier.engine;

import dev.vernier.onnx.Node;
import java.util.List;

/** Reads Pad nodes that only put zeros around images. */
final class ZeroPadding {
  private ZeroPadding() {}

  /** Rows and columns added at top, left, bottom, right; null if the node is anything else. */
  static int[] amounts(ProgramNode node, List<TensorFact> inputs) {
    long[] pads = pads(node, inputs);
    return pads != null && isSpatial(pads)
        ? new int[] {(int) pads[2], (int) pads[3], (int) pads[6], (int) pads[7]}
        : null;
  }

  /** Zeros before and after every axis of an image; null if the node is anything else. */
  static long[] pads(ProgramNode node, List<TensorFact> inputs) {
    boolean constant = node.node().stringAttribute("mode", "constant").equals("constant");
    TensorFact image = inputs.get(0);
    boolean fits = node.node().is("Pad") && constant && image.hasDims() && image.rank() == 4;
    if (!fits || !padsZeros(node, inputs) || (inputs.size() > 3 && inputs.get(3) != null)) {
      return null;
    }
    return amounts(node.node(), inputs);
  }

  private static boolean padsZeros(ProgramNode node, List<TensorFact> inputs) {
    TensorFact value = inputs.size() > 2 ? inputs.get(2) : null;
    if (value == null) {
      return node.node().floatAttribute("value", 0) == 0;
    }
    return value.isConstant() && value.value().doubleAt(0) == 0;
  }

  private static long[] amounts(Node node, List<TensorFact> inputs) {
    if (inputs.size() < 2 || inputs.get(1) == null) {
      return node.intsAttribute("pads", (long[]) null);
    }
    return inputs.get(1).isConstant() ? inputs.get(1).value().toLongs() : null;
  }

  private static boolean isSpatial(long[] pads) {
    boolean spatial =
        pads.length == 8 && pads[0] == 0 && pads[1] == 0 && pads[4] == 0 && pads[5] == 0;
    return spatial && pads[2] >= 0 && pads[3] >= 0 && pads[6] >= 0 && pads[7] >= 0;
  }
}
