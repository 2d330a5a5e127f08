package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;

/** Largest element; NaN wins. */
final class ReduceMax extends Reduction {
  ReduceMax(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    return kernels.maximum(x, xo, n);
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      result = Math.max(result, x.doubleAt(i));
    }
    return result;
  }

  @Override
  long reduceLongs(Tensor x, int from, int n) {
    long flip = x.type() == DataType.UINT64 ? Long.MIN_VALUE : 0;
    long result = n == 0 ? lowest(x.type()) : x.longAt(from);
    for (int i = from; i < from + n; i++) {
      result = Math.max(result ^ flip, x.longAt(i) ^ flip) ^ flip;
    }
    return result;
  }

  private static long lowest(DataType type) {
    return type.isSigned() ? -1L << (type.bits() - 1) : 0;
  }
}
