package dev.vernier.engine.ops.math;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.RunningFold;

/** Running product along an axis. */
final class CumProd extends RunningFold {
  CumProd(NodeContext context) {
    super(context);
  }

  @Override
  protected long identity() {
    return 1;
  }

  @Override
  protected double fold(double a, double b) {
    return a * b;
  }

  @Override
  protected long fold(long a, long b) {
    return a * b;
  }
}
