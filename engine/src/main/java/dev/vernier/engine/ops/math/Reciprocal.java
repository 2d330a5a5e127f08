package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** 1 / x. */
final class Reciprocal extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected double apply(double x) {
    return 1.0 / x;
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.reciprocal(x, xo, y, yo, n);
  }
}
