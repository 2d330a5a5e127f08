package dev.vernier.engine.ops.nn;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;

/** The p-norm of every channel. */
final class GlobalLpPool extends GlobalPool {
  private final int p;

  GlobalLpPool(NodeContext context) {
    p = (int) context.node().intAttribute("p", 2);
  }

  @Override
  double reduce(Tensor x, int from, int n) {
    double sum = 0;
    for (int i = from; i < from + n; i++) {
      sum += StrictMath.pow(Math.abs(x.doubleAt(i)), p);
    }
    return StrictMath.pow(sum, 1.0 / p);
  }
}
