package dev.vernier.engine.ops.norm;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** One for the first of the largest elements, zero for the others. */
final class Hardmax extends RowNormalization {
  Hardmax(NodeContext context) {
    super(context);
  }

  @Override
  void row(Kernels kernels, float[] x, int xo, float[] y, int yo, int n) {
    int best = 0;
    for (int i = 0; i < n; i++) {
      best = x[xo + i] > x[xo + best] ? i : best;
      y[yo + i] = 0;
    }
    y[yo + best] = 1;
  }

  @Override
  void row(Tensor x, Tensor y, int from, int n) {
    int best = from;
    for (int i = from; i < from + n; i++) {
      best = x.doubleAt(i) > x.doubleAt(best) ? i : best;
      y.setDouble(i, 0);
    }
    y.setDouble(best, 1);
  }
}
