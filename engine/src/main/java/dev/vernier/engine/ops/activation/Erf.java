package dev.vernier.engine.ops.activation;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** Gauss error function; single precision by the kernels' own polynomial. */
final class Erf extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.erf(x, xo, y, yo, n);
  }

  @Override
  protected double apply(double x) {
    return DoubleErf.erf(x);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
