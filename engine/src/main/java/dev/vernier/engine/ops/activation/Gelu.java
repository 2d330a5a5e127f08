package dev.vernier.engine.ops.activation;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.UnaryElementwise;
import dev.vernier.kernels.FloatFunctions;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;

/** Gaussian error linear unit: x / 2 (1 + erf(x / sqrt 2)), or its approximation by tanh. */
final class Gelu extends UnaryElementwise {
  private static final Kernels KERNELS = KernelsProvider.kernels();
  private static final float SQRT_2_OVER_PI = 0.7978845608f;

  private final boolean byTanh;

  Gelu(NodeContext context) {
    String approximate = context.node().stringAttribute("approximate", "none");
    byTanh = approximate.equals("tanh");
    if (!byTanh && !approximate.equals("none")) {
      throw new IllegalArgumentException(
          "attribute approximate = '" + approximate + "': expected none or tanh");
    }
  }

  @Override
  protected void apply(float[] x, int xo, float[] y, int yo, int n) {
    if (byTanh) {
      super.apply(x, xo, y, yo, n);
    } else {
      KERNELS.gelu(x, xo, y, yo, n);
    }
  }

  @Override
  protected float apply(float x) {
    float inner = SQRT_2_OVER_PI * Math.fma(0.044715f * x * x, x, x);
    return 0.5f * x * (1 + FloatFunctions.tanh(inner));
  }

  @Override
  protected double apply(double x) {
    if (byTanh) {
      double inner = Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x);
      return 0.5 * x * (1 + StrictMath.tanh(inner));
    }
    return 0.5 * x * (1 + DoubleErf.erf(x / Math.sqrt(2)));
  }

  @Override
  public Tolerance tolerance() {
    return FUNCTION;
  }
}
