package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** Mean: the sum over 16 virtual lanes, divided by the count. */
final class ReduceMean extends Reduction {
  ReduceMean(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    return kernels.sum16(x, xo, n) / n;
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + x.doubleAt(i);
    }
    return result / n;
  }

  @Override
  long reduceLongs(Tensor x, int from, int n) {
    long result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + x.longAt(i);
    }
    return result / n;
  }
}
