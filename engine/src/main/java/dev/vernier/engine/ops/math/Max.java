package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.BinaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** Largest of the operands; NaN wins. */
final class Max extends BinaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected float apply(float a, float b) {
    return Math.max(a, b);
  }

  @Override
  protected double apply(double a, double b) {
    return Math.max(a, b);
  }

  @Override
  protected long apply(long a, long b) {
    return Math.max(a, b);
  }

  @Override
  protected long applyUnsigned(long a, long b) {
    return Long.compareUnsigned(a, b) >= 0 ? a : b;
  }

  @Override
  protected void apply(
      float[] a, int ao, int as, float[] b, int bo, int bs, float[] y, int yo, int n) {
    if (as == 1 && bs == 1) {
      KERNELS.max(a, ao, b, bo, y, yo, n);
    } else if (as == 1) {
      KERNELS.maxScalar(a, ao, b[bo], y, yo, n);
    } else if (bs == 1) {
      KERNELS.maxScalar(b, bo, a[ao], y, yo, n);
    } else {
      super.apply(a, ao, as, b, bo, bs, y, yo, n);
    }
  }
}
