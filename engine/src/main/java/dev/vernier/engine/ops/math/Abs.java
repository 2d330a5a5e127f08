package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** Absolute value. */
final class Abs extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected double apply(double x) {
    return Math.abs(x);
  }

  @Override
  protected long apply(long x) {
    return Math.abs(x);
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.abs(x, xo, y, yo, n);
  }
}
