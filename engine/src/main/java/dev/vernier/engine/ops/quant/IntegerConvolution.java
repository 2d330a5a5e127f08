package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Dims;
import dev.vernier.engine.PreparedWeights;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Windows;
import dev.vernier.onnx.Node;
import java.util.Arrays;

/** Exact convolution of integers with their zero points taken off; padding counts as zero. */
final class IntegerConvolution {
  private final Windows windows;
  private final int group;

  IntegerConvolution(Node node, int[] x, int[] w) {
    group = Require.positive(node, "group", 1);
    if (x.length != w.length || x.length < 3 || x[1] != (long) w[1] * group || w[0] % group != 0) {
      throw new IllegalArgumentException(
          "weights "
              + Dims.text(w)
              + " in "
              + group
              + " groups do not fit an input of "
              + Dims.text(x));
    }
    windows = Windows.of(node, x, Arrays.copyOfRange(w, 2, w.length));
  }

  int[] outputDims(int batch, int channels, int rank) {
    return windows.outputDims(batch, channels, rank);
  }

  int outputSize() {
    return windows.outputSize();
  }

  /**
   * The sums in scratch memory, dense in the output's shape.
   *
   * @param prepared where what is made from weights is kept; null if these are not constant
   */
  int[] sums(
      Tensor x,
      Tensor xZero,
      Tensor w,
      Tensor wZero,
      PreparedWeights prepared,
      Workspace workspace) {
    int[] sums = workspace.ints(x.dim(0) * w.dim(0) * windows.outputSize());
    FloatConvolution floats =
        prepared == null
            ? null
            : FloatConvolution.of(windows, group, x, w, wZero, prepared, workspace.kernels());
    if (floats == null || !floats.sums(x, xZero, sums, workspace)) {
      addProducts(x, xZero, w, wZero, sums, workspace);
    }
    return sums;
  }

  private void addProducts(
      Tensor x, Tensor xZero, Tensor w, Tensor wZero, int[] sums, Workspace workspace) {
    int outChannels = w.dim(0);
    int inChannels = w.dim(1);
    int perChannel = w.size() / Math.max(1, outChannels);
    int[] input = workspace.ints(x.size());
    int[] weights = workspace.ints(w.size());
    centre(x, xZero, x.size(), input);
    centre(w, wZero, perChannel, weights);
    int outSize = windows.outputSize();
    Arrays.fill(sums, 0, x.dim(0) * outChannels * outSize, 0);
    for (int n = 0; n < x.dim(0); n++) {
      for (int o = 0; o < outChannels; o++) {
        int first = o / (outChannels / group) * inChannels;
        for (int c = 0; c < inChannels; c++) {
          int from = (n * x.dim(1) + first + c) * windows.inputSize();
          int weight = o * perChannel + c * windows.taps();
          plane(input, from, weights, weight, sums, (n * outChannels + o) * outSize);
        }
      }
    }
  }

  private static void centre(Tensor x, Tensor zeros, int perZero, int[] values) {
    boolean many = zeros != null && zeros.size() > 1;
    int only = zeros == null ? 0 : (int) zeros.longAt(0);
    for (int i = 0; i < x.size(); i++) {
      values[i] = (int) x.longAt(i) - (many ? (int) zeros.longAt(i / perZero) : only);
    }
  }

  private void plane(int[] x, int xo, int[] w, int wo, int[] y, int yo) {
    int[] tap = new int[3];
    int step = windows.stride()[2];
    for (int t = 0; t < windows.taps(); t++) {
      int weight = w[wo + t];
      windows.forEachRun(
          tap, (in, out, n) -> addMultiple(weight, x, xo + in, step, y, yo + out, n));
      Indices.advance(tap, windows.kernel());
    }
  }

  private static void addMultiple(int factor, int[] x, int xo, int step, int[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] += factor * x[xo + i * step];
    }
  }
}
