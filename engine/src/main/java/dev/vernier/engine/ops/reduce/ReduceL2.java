package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** Euclidean norm. */
final class ReduceL2 extends Reduction {
  ReduceL2(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    return (float) Math.sqrt(kernels.dot16(x, xo, x, xo, n));
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = 0;
    for (int i = from; i < from + n; i++) {
      result = Math.fma(x.doubleAt(i), x.doubleAt(i), result);
    }
    return Math.sqrt(result);
  }
}
