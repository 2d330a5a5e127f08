package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** Sum, over 16 virtual lanes. */
final class ReduceSum extends Reduction {
  ReduceSum(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    return kernels.sum16(x, xo, n);
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + x.doubleAt(i);
    }
    return result;
  }

  @Override
  long reduceLongs(Tensor x, int from, int n) {
    long result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + x.longAt(i);
    }
    return result;
  }
}
