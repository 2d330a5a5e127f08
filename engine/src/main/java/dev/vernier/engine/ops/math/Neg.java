package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** Sign change. */
final class Neg extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected double apply(double x) {
    return -x;
  }

  @Override
  protected long apply(long x) {
    return -x;
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.neg(x, xo, y, yo, n);
  }
}
