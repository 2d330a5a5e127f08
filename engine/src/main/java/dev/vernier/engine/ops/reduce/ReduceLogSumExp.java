package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.kernels.FloatFunctions;
import dev.vernier.kernels.Kernels;
import java.util.List;

/**
 * Logarithm of the sum of exponentials, shifted by the largest element so that nothing overflows.
 */
final class ReduceLogSumExp extends Reduction {
  ReduceLogSumExp(NodeContext context) {
    super(context);
  }

  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    return null;
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    float largest = kernels.maximum(x, xo, n);
    if (Float.isInfinite(largest) || Float.isNaN(largest)) {
      return largest;
    }
    kernels.addScalar(x, xo, -largest, scratch, 0, n);
    kernels.exp(scratch, 0, scratch, 0, n);
    return largest + FloatFunctions.log(kernels.sum16(scratch, 0, n));
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      largest = Math.max(largest, x.doubleAt(i));
    }
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += StrictMath.exp(x.doubleAt(i) - largest);
    }
    return Double.isInfinite(largest) ? largest : largest + StrictMath.log(sum);
  }
}
