package dev.vernier.engine.ops.logic;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.UnaryPredicate;

/** Whether an element is infinite, of the signs that are asked for. */
final class IsInf extends UnaryPredicate {
  private final boolean negative;
  private final boolean positive;

  IsInf(NodeContext context) {
    negative = context.node().intAttribute("detect_negative", 1) != 0;
    positive = context.node().intAttribute("detect_positive", 1) != 0;
  }

  @Override
  protected boolean test(double x) {
    return Double.isInfinite(x) && (x > 0 ? positive : negative);
  }
}
