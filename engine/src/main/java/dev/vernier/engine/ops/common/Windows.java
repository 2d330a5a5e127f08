package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.onnx.Node;
import java.util.Arrays;

/**
 * Where the windows of a convolution or pool lie: every array has three entries, depth, height and
 * width, with leading axes of length 1 for inputs of fewer spatial axes.
 */
public record Windows(
    int[] in, int[] kernel, int[] stride, int[] dilation, int[] begin, int[] out) {
  private static final int AXES = 3;

  /**
   * The windows of a node over an input of the given shape (batch and channels first), from its
   * attributes strides, dilations, pads, auto_pad and ceil_mode.
   */
  public static Windows of(Node node, int[] dims, int[] kernelShape) {
    int axes = dims.length - 2;
    if (axes < 1 || axes > AXES || kernelShape.length != axes) {
      throw new IllegalArgumentException(
          "a window of "
              + Arrays.toString(kernelShape)
              + " does not fit shape "
              + Dims.text(dims)
              + ": one to three spatial axes are supported");
    }
    if (Arrays.stream(kernelShape).anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException(
          "a window of " + Arrays.toString(kernelShape) + " has no elements");
    }
    Dims.size(kernelShape);
    Windows windows = new Windows(ones(), ones(), ones(), ones(), new int[AXES], ones());
    long[] strides = counted(node, "strides", axes);
    long[] dilations = counted(node, "dilations", axes);
    counted(node, "pads", 2 * axes);
    for (int i = 0; i < axes; i++) {
      int at = AXES - axes + i;
      windows.in[at] = dims[2 + i];
      windows.kernel[at] = kernelShape[i];
      windows.stride[at] = strides.length == 0 ? 1 : positive("strides", strides[i]);
      windows.dilation[at] = dilations.length == 0 ? 1 : positive("dilations", dilations[i]);
      windows.place(node, i, axes, at);
    }
    return windows;
  }

  private static int[] ones() {
    return new int[] {1, 1, 1};
  }

  /** The attribute's integers: none, or as many as there must be. */
  private static long[] counted(Node node, String name, int count) {
    long[] values = node.intsAttribute(name);
    if (values.length > 0) {
      Require.count("attribute " + name, values, count);
    }
    return values;
  }

  private static int positive(String name, long value) {
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("attribute " + name + " has " + value);
    }
    return (int) value;
  }

  private void place(Node node, int axis, int axes, int at) {
    String auto = node.stringAttribute("auto_pad", "NOTSET");
    long[] pads = node.intsAttribute("pads");
    long extent = (kernel[at] - 1L) * dilation[at] + 1;
    long padding = 0;
    switch (auto) {
      case "NOTSET", "" -> {
        begin[at] = pads.length == 0 ? 0 : Require.integer("attribute pads", pads[axis]);
        padding = begin[at];
        padding += pads.length == 0 ? 0 : Require.integer("attribute pads", pads[axes + axis]);
      }
      case "SAME_UPPER", "SAME_LOWER" -> {
        long wanted = (in[at] + stride[at] - 1L) / stride[at];
        padding = Math.max(0, (wanted - 1) * stride[at] + extent - in[at]);
        long before = auto.equals("SAME_UPPER") ? padding / 2 : (padding + 1) / 2;
        begin[at] = Require.integer("padding", before);
      }
      case "VALID" -> padding = 0;
      default -> throw new IllegalArgumentException("attribute auto_pad = '" + auto + "'");
    }
    long room = in[at] + padding - extent;
    if (room < 0 || extent > Integer.MAX_VALUE || in[at] + padding > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a window of extent " + extent + " does not fit a padded axis of " + (in[at] + padding));
    }
    boolean ceil = node.intAttribute("ceil_mode", 0) != 0;
    out[at] = (int) ((ceil ? room + stride[at] - 1 : room) / stride[at] + 1);
    if (ceil && (out[at] - 1L) * stride[at] >= (long) in[at] + begin[at]) {
      // A window must begin in the input or the padding before it.
      out[at]--;
    }
  }

  /** The shape of the output, with the input's rank. */
  public int[] outputDims(int batch, int channels, int rank) {
    int[] dims = new int[rank];
    dims[0] = batch;
    dims[1] = channels;
    System.arraycopy(out, AXES - (rank - 2), dims, 2, rank - 2);
    return dims;
  }

  /** Input positions of one channel. */
  public int inputSize() {
    return in[0] * in[1] * in[2];
  }

  /** Output positions of one channel. */
  public int outputSize() {
    return out[0] * out[1] * out[2];
  }

  /** Elements of a window. */
  public int taps() {
    return kernel[0] * kernel[1] * kernel[2];
  }

  /** The input coordinate along an axis of a window's tap, which may lie in the padding. */
  public int position(int axis, int output, int tap) {
    return output * stride[axis] - begin[axis] + tap * dilation[axis];
  }

  /** Receives where a run of outputs along the last axis lies, and the inputs under their tap. */
  @FunctionalInterface
  public interface RunConsumer {
    /**
     * One run within a channel.
     *
     * @param input element of the first tap; the others follow {@code stride()[2]} apart
     * @param output element of the first output; the others follow it
     */
    void run(int input, int output, int count);
  }

  /** Visits all outputs of a channel whose tap lies in the input, in order. */
  public void forEachRun(int[] tap, RunConsumer consumer) {
    int first = firstInside(2, tap[2]);
    int count = endInside(2, tap[2]) - first;
    for (int d = firstInside(0, tap[0]); d < endInside(0, tap[0]); d++) {
      for (int h = firstInside(1, tap[1]); h < endInside(1, tap[1]); h++) {
        int row = position(0, d, tap[0]) * in[1] + position(1, h, tap[1]);
        int input = row * in[2] + position(2, first, tap[2]);
        consumer.run(input, (d * out[1] + h) * out[2] + first, count);
      }
    }
  }

  /** The first output along an axis whose tap lies in the input. */
  public int firstInside(int axis, int tap) {
    int offset = tap * dilation[axis] - begin[axis];
    return Math.min(out[axis], offset >= 0 ? 0 : (stride[axis] - 1 - offset) / stride[axis]);
  }

  /** One past the last output along an axis whose tap lies in the input. */
  public int endInside(int axis, int tap) {
    int offset = tap * dilation[axis] - begin[axis];
    int last = in[axis] - 1 - offset;
    return last < 0 ? 0 : Math.min(out[axis], last / stride[axis] + 1);
  }
}
