package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Largest element of every window and, if wanted, its index in the whole input; of equal elements
 * the first counts.
 */
final class MaxPool extends Pool {
  private final int outputCount;
  private final boolean columnMajor;

  MaxPool(NodeContext context) {
    super(context);
    outputCount = context.node().outputs().size();
    columnMajor = context.node().intAttribute("storage_order", 0) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact y = super.infer(inputs).get(0);
    return outputCount == 1 ? List.of(y) : List.of(y, y.withType(DataType.INT64));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    if (outputs[0] == null) {
      outputs[0] = workspace.allocate(inputs[0].type(), outputs[1].dims());
    }
    if (inputs[0].type() == DataType.FLOAT) {
      maxima(inputs[0], outputs[0]);
    } else {
      super.eval(inputs, outputs, workspace);
    }
    if (outputs.length > 1 && outputs[1] != null) {
      locate(inputs[0], outputs);
    }
  }

  /** All windows at once, tap by tap. */
  private void maxima(Tensor x, Tensor y) {
    Windows windows = windows(x.dims());
    Arrays.fill(y.floats(), y.offset(), y.offset() + y.size(), Float.NEGATIVE_INFINITY);
    int planes = x.dim(0) * x.dim(1);
    int step = windows.stride()[2];
    int[] tap = new int[3];
    for (int t = 0; t < windows.taps(); t++) {
      windows.forEachRun(
          tap,
          (in, out, n) -> {
            for (int p = 0; p < planes; p++) {
              int from = x.offset() + p * windows.inputSize() + in;
              int to = y.offset() + p * windows.outputSize() + out;
              raise(x.floats(), from, step, y.floats(), to, n);
            }
          });
      Indices.advance(tap, windows.kernel());
    }
  }

  private static void raise(float[] x, int xo, int step, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(y[yo + i], x[xo + i * step]);
    }
  }

  @Override
  void window(Windows windows, Window window, int[] output, Tensor x, int base, Tensor y, int to) {
    if (x.type().isFloatingPoint()) {
      double[] best = {Double.NEGATIVE_INFINITY};
      forEachTap(windows, window, output, i -> best[0] = Math.max(best[0], x.doubleAt(base + i)));
      y.setDouble(to, best[0]);
    } else {
      long[] best = {Long.MIN_VALUE};
      forEachTap(windows, window, output, i -> best[0] = Math.max(best[0], x.longAt(base + i)));
      y.setLong(to, best[0]);
    }
  }

  private void locate(Tensor x, Tensor[] outputs) {
    Windows windows = windows(x.dims());
    int size = windows.inputSize();
    int[] in = windows.in();
    for (int to = 0; to < outputs[1].size(); to++) {
      int base = to / windows.outputSize() * size;
      int found = find(windows, to % windows.outputSize(), x, base, outputs[0].doubleAt(to));
      if (columnMajor) {
        int row = found / in[2];
        found = found % in[2] * in[0] * in[1] + row % in[1] * in[0] + row / in[1];
      }
      outputs[1].setLong(to, base + found);
    }
  }

  private static int find(Windows windows, int position, Tensor x, int base, double wanted) {
    int[] out = windows.out();
    int[] in = windows.in();
    int[] output = {position / (out[1] * out[2]), position / out[2] % out[1], position % out[2]};
    int[] tap = new int[3];
    for (int t = 0; t < windows.taps(); t++) {
      int d = windows.position(0, output[0], tap[0]);
      int h = windows.position(1, output[1], tap[1]);
      int w = windows.position(2, output[2], tap[2]);
      boolean inside = d >= 0 && d < in[0] && h >= 0 && h < in[1] && w >= 0 && w < in[2];
      int index = (d * in[1] + h) * in[2] + w;
      if (inside && x.doubleAt(base + index) == wanted) {
        return index;
      }
      Indices.advance(tap, windows.kernel());
    }
    return 0;
  }
}
