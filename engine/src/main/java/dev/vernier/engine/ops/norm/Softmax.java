package dev.vernier.engine.ops.norm;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** Exponentials, shifted by the largest element, divided by their sum. */
final class Softmax extends RowNormalization {
  Softmax(NodeContext context) {
    super(context);
  }

  @Override
  void row(Kernels kernels, float[] x, int xo, float[] y, int yo, int n) {
    kernels.softmaxRow(x, xo, y, yo, n);
  }

  @Override
  void rows(Kernels kernels, float[] x, int xo, float[] y, int yo, int rows, int n) {
    kernels.softmaxRows(x, xo, y, yo, rows, n);
  }

  @Override
  void row(Tensor x, Tensor y, int from, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      largest = Math.max(largest, x.doubleAt(i));
    }
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += StrictMath.exp(x.doubleAt(i) - largest);
    }
    for (int i = from; i < from + n; i++) {
      y.setDouble(i, StrictMath.exp(x.doubleAt(i) - largest) / sum);
    }
  }
}
