package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.FloatFunctions;
import dev.vernier.kernels.Kernels;

/** Logarithm of the sum. */
final class ReduceLogSum extends Reduction {
  ReduceLogSum(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    return FloatFunctions.log(kernels.sum16(x, xo, n));
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + x.doubleAt(i);
    }
    return StrictMath.log(result);
  }
}
