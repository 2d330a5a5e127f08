package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/** A function of every window of every channel. */
abstract class Pool implements Operator {
  private final Node node;
  private final int[] kernel;

  Pool(NodeContext context) {
    node = context.node();
    kernel = Dims.ofLongs(node.intsAttribute("kernel_shape"));
  }

  /** The part of a window that lies within the input: tap ranges and input range along 3 axes. */
  static final class Window {
    private final int[] from = new int[3];
    private final int[] to = new int[3];
    private final int[] padded = new int[3];

    /** The number of taps within the input. */
    int inside() {
      return (to[0] - from[0]) * (to[1] - from[1]) * (to[2] - from[2]);
    }

    /** The number of taps within the input and its padding. */
    int withPadding() {
      return padded[0] * padded[1] * padded[2];
    }
  }

  /** Reduces a window of the channel that starts at element {@code base}, tap by tap in order. */
  abstract void window(
      Windows windows, Window window, int[] output, Tensor x, int base, Tensor y, int to);

  final Windows windows(int[] dims) {
    return Windows.of(node, dims, kernel);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(
        x.hasDims()
            ? TensorFact.of(
                x.type(), windows(x.dims()).outputDims(x.dims()[0], x.dims()[1], x.rank()))
            : TensorFact.unknown(x.type()));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Windows windows = windows(x.dims());
    int planes = x.dim(0) * x.dim(1);
    int[] output = new int[3];
    Window window = new Window();
    int to = 0;
    for (int p = 0; p < planes; p++) {
      for (int i = 0; i < windows.outputSize(); i++) {
        for (int axis = 0; axis < 3; axis++) {
          cut(windows, window, axis, output[axis]);
        }
        window(windows, window, output, x, p * windows.inputSize(), outputs[0], to++);
        Indices.advance(output, windows.out());
      }
    }
  }

  private void cut(Windows windows, Window window, int axis, int output) {
    int start = windows.position(axis, output, 0);
    int step = windows.dilation()[axis];
    int length = windows.in()[axis];
    int taps = windows.kernel()[axis];
    window.from[axis] = start >= 0 ? 0 : Math.min(taps, (step - 1 - start) / step);
    int end = start >= length ? 0 : Math.min(taps, (length - 1 - start) / step + 1);
    window.to[axis] = Math.max(window.from[axis], end);
    int limit = length + endPad(windows, axis);
    window.padded[axis] = Math.max(0, Math.min(taps, (limit - 1 - start) / step + 1));
  }

  /** Padding after the input that was asked for, not what rounding the output size up needs. */
  private int endPad(Windows windows, int axis) {
    long[] pads = node.intsAttribute("pads");
    int at = axis - (3 - kernel.length);
    if (at < 0) {
      return 0;
    }
    if (node.stringAttribute("auto_pad", "NOTSET").startsWith("SAME")) {
      int last = windows.position(axis, windows.out()[axis] - 1, windows.kernel()[axis] - 1);
      return Math.max(0, last + 1 - windows.in()[axis]);
    }
    return pads.length == 0 ? 0 : (int) pads[kernel.length + at];
  }

  /** Visits the element index within a channel of every tap inside the input, in order. */
  static void forEachTap(Windows windows, Window window, int[] output, TapConsumer consumer) {
    int[] in = windows.in();
    for (int d = window.from[0]; d < window.to[0]; d++) {
      for (int h = window.from[1]; h < window.to[1]; h++) {
        int row = windows.position(0, output[0], d) * in[1] + windows.position(1, output[1], h);
        for (int w = window.from[2]; w < window.to[2]; w++) {
          consumer.tap(row * in[2] + windows.position(2, output[2], w));
        }
      }
    }
  }

  /** Receives the positions of a window's taps. */
  @FunctionalInterface
  interface TapConsumer {
    void tap(int index);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean[] carries = new boolean[outputs.size()];
    Arrays.fill(carries, SampleAxis0.onlyFirst(inputCarries, inputs));
    return carries;
  }
}
