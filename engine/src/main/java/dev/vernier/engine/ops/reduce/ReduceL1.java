package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.kernels.Kernels;
import java.util.List;

/** Sum of absolute values, over 16 virtual lanes. */
final class ReduceL1 extends Reduction {
  ReduceL1(NodeContext context) {
    super(context);
  }

  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    return null;
  }

  @Override
  float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch) {
    kernels.abs(x, xo, scratch, 0, n);
    return kernels.sum16(scratch, 0, n);
  }

  @Override
  double reduceDoubles(Tensor x, int from, int n) {
    double result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + Math.abs(x.doubleAt(i));
    }
    return result;
  }

  @Override
  long reduceLongs(Tensor x, int from, int n) {
    long result = 0;
    for (int i = from; i < from + n; i++) {
      result = result + Math.abs(x.longAt(i));
    }
    return result;
  }
}
