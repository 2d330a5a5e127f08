package dev.vernier.engine.ops.math;

import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.BinaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import java.util.List;

/** Mean of any number of operands: their sum from left to right, divided by their number. */
final class Mean extends BinaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected float apply(float a, float b) {
    return a + b;
  }

  @Override
  protected double apply(double a, double b) {
    return a + b;
  }

  @Override
  protected void apply(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    if (as == 1 && bs == 1) {
      KERNELS.add(a, ao, b, bo, y, yo, n);
    } else if (as == 1) {
      KERNELS.addScalar(a, ao, b[bo], y, yo, n);
    } else if (bs == 1) {
      KERNELS.addScalar(b, bo, a[ao], y, yo, n);
    } else {
      super.apply(a, ao, as, b, bo, bs, y, yo, n);
    }
  }

  /** Others multiply by the reciprocal of the number. */
  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-6f);
  }

  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    return null;
  }

  @Override
  protected void finish(Tensor y, int inputs) {
    for (int i = 0; i < y.size(); i++) {
      y.setDouble(i, y.doubleAt(i) / inputs);
    }
  }
}
