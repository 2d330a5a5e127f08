package dev.vernier.engine.ops.activation;

import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** max(x, 0); NaN stays. */
final class Relu extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected double apply(double x) {
    return x < 0 ? 0 : x;
  }

  @Override
  protected long apply(long x) {
    return Math.max(x, 0);
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.relu(x, xo, y, yo, n);
  }
}
