package dev.vernier.engine.ops.experimental;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** alpha x + beta of every element, rounded once. */
final class Affine extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final float alpha;
  private final float beta;

  Affine(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 1);
    beta = context.node().floatAttribute("beta", 0);
  }

  @Override
  protected double apply(double x) {
    return alpha * x + beta;
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.scaleShiftScalar(x, xo, alpha, beta, y, yo, n);
  }

  /** Others round the product before the sum. */
  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-6f);
  }
}
