package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.ops.common.Windows;

/** The p-norm of every window. */
final class LpPool extends Pool {
  private final int p;

  LpPool(NodeContext context) {
    super(context);
    p = (int) context.node().intAttribute("p", 2);
  }

  @Override
  void window(Windows windows, Window window, int[] output, Tensor x, int base, Tensor y, int to) {
    double[] sum = new double[1];
    forEachTap(
        windows, window, output, i -> sum[0] += StrictMath.pow(Math.abs(x.doubleAt(base + i)), p));
    y.setDouble(to, StrictMath.pow(sum[0], 1.0 / p));
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
