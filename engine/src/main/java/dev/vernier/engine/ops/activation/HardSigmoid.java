package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** max(0, min(1, alpha x + beta)). */
final class HardSigmoid extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final float alpha;
  private final float beta;

  HardSigmoid(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 0.2f);
    beta = context.node().floatAttribute("beta", 0.5f);
  }

  @Override
  protected double apply(double x) {
    return Math.max(0, Math.min(1, alpha * x + beta));
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.hardSigmoid(x, xo, y, yo, n, alpha, beta);
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
