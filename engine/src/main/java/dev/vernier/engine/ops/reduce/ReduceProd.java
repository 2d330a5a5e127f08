package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;

/** Product, multiplied in order. */
final class ReduceProd extends Reduction {
  ReduceProd(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    float product = 1;
    for (int i = 0; i < n; i++) {
      product *= x[xo + i];
    }
    return product;
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = 1;
    for (int i = from; i < from + n; i++) {
      result = result * x.doubleAt(i);
    }
    return result;
  }

  @Override
  long reduceLongs(Tensor x, int from, int n) {
    long result = 1;
    for (int i = from; i < from + n; i++) {
      result = result * x.longAt(i);
    }
    return result;
  }
}
