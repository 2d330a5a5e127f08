package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** Square root, correctly rounded. */
final class Sqrt extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected double apply(double x) {
    return Math.sqrt(x);
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.sqrt(x, xo, y, yo, n);
  }
}
