package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** Sum of squares, over 16 virtual lanes. */
final class ReduceSumSquare extends Reduction {
  ReduceSumSquare(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    return kernels.dot16(x, xo, x, xo, n);
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = 0;
    for (int i = from; i < from + n; i++) {
      result = Math.fma(x.doubleAt(i), x.doubleAt(i), result);
    }
    return result;
  }

  @Override
  long reduceLongs(Tensor x, int from, int n) {
    long result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + x.longAt(i) * x.longAt(i);
    }
    return result;
  }
}
