package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;

/** Smallest element; NaN wins. */
final class ReduceMin extends Reduction {
  ReduceMin(NodeContext context) {
    super(context);
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    return kernels.minimum(x, xo, n);
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = Double.POSITIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      result = Math.min(result, x.doubleAt(i));
    }
    return result;
  }

  @Override
  long reduceLongs(Tensor x, int from, int n) {
    long flip = x.type() == DataType.UINT64 ? Long.MIN_VALUE : 0;
    long result = n == 0 ? highest(x.type()) : x.longAt(from);
    for (int i = from; i < from + n; i++) {
      result = Math.min(result ^ flip, x.longAt(i) ^ flip) ^ flip;
    }
    return result;
  }

  private static long highest(DataType type) {
    if (type == DataType.BOOL) {
      return 1;
    }
    return type.isSigned() ? (1L << (type.bits() - 1)) - 1 : -1L >>> (64 - type.bits());
  }
}
