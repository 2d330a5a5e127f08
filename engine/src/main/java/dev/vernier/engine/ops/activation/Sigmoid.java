package dev.vernier.engine.ops.activation;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** 1 / (1 + exp(-x)). */
final class Sigmoid extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected double apply(double x) {
    return 1 / (1 + StrictMath.exp(-x));
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.sigmoid(x, xo, y, yo, n);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
