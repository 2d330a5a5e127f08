package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** x for x >= 0, else alpha x. */
final class LeakyRelu extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final float alpha;

  LeakyRelu(NodeContext context) {
    alpha = context.node().floatAttribute("alpha", 0.01f);
  }

  @Override
  protected double apply(double x) {
    return x >= 0 ? x : alpha * x;
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    KERNELS.leakyRelu(x, xo, y, yo, n, alpha);
  }
}
