package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.ops.common.Windows;

/** Convolution of double precision numbers, output by output: rare, and simple instead of fast. */
final class DoubleConv {
  private DoubleConv() {}

  static void eval(Windows windows, int group, Tensor x, Tensor w, Tensor bias, Tensor y) {
    int[] out = windows.out();
    int points = windows.outputSize();
    int perGroup = w.dim(0) / group;
    for (int i = 0; i < y.size(); i++) {
      int channel = i / points % w.dim(0);
      int image = i / points / w.dim(0);
      int from = (image * x.dim(1) + channel / perGroup * w.dim(1)) * windows.inputSize();
      int point = i % points;
      int[] at = {point / (out[1] * out[2]), point / out[2] % out[1], point % out[2]};
      double start = bias == null ? 0 : bias.doubleAt(channel);
      y.setDouble(i, sum(windows, at, x, from, w, channel * w.dim(1), start));
    }
  }

  private static double sum(
      Windows windows, int[] at, Tensor x, int from, Tensor w, int firstKernel, double start) {
    double sum = start;
    int taps = windows.taps();
    for (int tap = 0; tap < taps; tap++) {
      int position = position(windows, at, tap);
      for (int c = 0; position >= 0 && c < w.dim(1); c++) {
        double value = x.doubleAt(from + c * windows.inputSize() + position);
        sum = Math.fma(value, w.doubleAt((firstKernel + c) * taps + tap), sum);
      }
    }
    return sum;
  }

  /** Where in a channel of the input a tap lies, or -1 in the padding. */
  private static int position(Windows windows, int[] at, int tap) {
    int[] kernel = windows.kernel();
    int[] taps = {tap / (kernel[1] * kernel[2]), tap / kernel[2] % kernel[1], tap % kernel[2]};
    int position = 0;
    for (int axis = 0; axis < taps.length; axis++) {
      int p = windows.position(axis, at[axis], taps[axis]);
      if (p < 0 || p >= windows.in()[axis]) {
        return -1;
      }
      position = position * windows.in()[axis] + p;
    }
    return position;
  }
}
