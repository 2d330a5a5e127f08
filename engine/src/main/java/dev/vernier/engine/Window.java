package dev.vernier.engine;

import dev.vernier.onnx.Node;

/** A sliding window over two spatial axes, with all padding resolved to numbers. */
record Window(
    int kernelH,
    int kernelW,
    int strideH,
    int strideW,
    int padTop,
    int padLeft,
    int padBottom,
    int padRight,
    int dilationH,
    int dilationW) {

  /** The window of a convolution or pooling node over an input of the given height and width. */
  static Window of(Node node, int kernelH, int kernelW, int height, int width) {
    long[] strides = values(node, "strides", 1, 1);
    long[] dilations = values(node, "dilations", 1, 1);
    int strideH = (int) strides[0];
    int strideW = (int) strides[1];
    int dilationH = (int) dilations[0];
    int dilationW = (int) dilations[1];
    int[] rows = pads(node, 0, height, (kernelH - 1) * dilationH + 1, strideH);
    int[] columns = pads(node, 1, width, (kernelW - 1) * dilationW + 1, strideW);
    return new Window(
        kernelH,
        kernelW,
        strideH,
        strideW,
        rows[0],
        columns[0],
        rows[1],
        columns[1],
        dilationH,
        dilationW);
  }

  private static int[] pads(Node node, int axis, int size, int extent, int stride) {
    String auto = node.stringAttribute("auto_pad", "NOTSET");
    if (auto.equals("VALID")) {
      return new int[2];
    }
    if (auto.startsWith("SAME")) {
      int outputs = (size + stride - 1) / stride;
      int total = Math.max(0, (outputs - 1) * stride + extent - size);
      int less = total / 2;
      return auto.equals("SAME_UPPER")
          ? new int[] {less, total - less}
          : new int[] {total - less, less};
    }
    long[] pads = values(node, "pads", 0, 0, 0, 0);
    return new int[] {(int) pads[axis], (int) pads[axis + 2]};
  }

  /** An empty list is none; the node's operator has refused any other number. */
  private static long[] values(Node node, String attribute, long... absent) {
    long[] given = node.intsAttribute(attribute, absent);
    return given.length == 0 ? absent : given;
  }

  /** The same window with more padding before it. */
  Window padded(int top, int left, int bottom, int right) {
    return new Window(
        kernelH,
        kernelW,
        strideH,
        strideW,
        padTop + top,
        padLeft + left,
        padBottom + bottom,
        padRight + right,
        dilationH,
        dilationW);
  }

  /** How far the windows reach beyond an input, which is the halo that a convolution reads. */
  int reach(int height, int width, int outHeight, int outWidth) {
    int below = (outHeight - 1) * strideH + (kernelH - 1) * dilationH - padTop - (height - 1);
    int right = (outWidth - 1) * strideW + (kernelW - 1) * dilationW - padLeft - (width - 1);
    return Math.max(Math.max(0, Math.max(padTop, padLeft)), Math.max(below, right));
  }
}
