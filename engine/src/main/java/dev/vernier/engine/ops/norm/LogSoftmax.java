package dev.vernier.engine.ops.norm;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** Logarithm of the softmax. */
final class LogSoftmax extends RowNormalization {
  LogSoftmax(NodeContext context) {
    super(context);
  }

  @Override
  void row(Kernels kernels, float[] x, int xo, float[] y, int yo, int n) {
    kernels.logSoftmaxRow(x, xo, y, yo, n);
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
      y.setDouble(i, x.doubleAt(i) - largest - StrictMath.log(sum));
    }
  }
}
