package dev.vernier.engine.ops.math;

import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** Natural logarithm; single precision by the kernels' own polynomial. */
final class Log extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  @Override
  protected double apply(double x) {
    return StrictMath.log(x);
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.log(x, xo, y, yo, n);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
