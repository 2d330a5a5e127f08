package dev.vernier.engine.ops.logic;

import dev.vernier.engine.ops.common.UnaryPredicate;

/** Whether an element is not a number. */
final class IsNaN extends UnaryPredicate {
  @Override
  protected boolean test(double x) {
    return Double.isNaN(x);
  }
}
