package dev.vernier.engine.ops.math;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.RunningFold;

/** Running sum along an axis. */
final class CumSum extends RunningFold {
  CumSum(NodeContext context) {
    super(context);
  }

  @Override
  protected long identity() {
    return 0;
  }

  @Override
  protected double fold(double a, double b) {
    return a + b;
  }

  @Override
  protected long fold(long a, long b) {
    return a + b;
  }
}
