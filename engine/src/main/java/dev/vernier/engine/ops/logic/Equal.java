package dev.vernier.engine.ops.logic;

import dev.vernier.engine.ops.common.BinaryPredicate;

/** Whether the operands are equal; NaN equals nothing. */
final class Equal extends BinaryPredicate {
  @Override
  protected boolean test(double a, double b) {
    return a == b;
  }

  @Override
  protected boolean test(long a, long b) {
    return a == b;
  }
}
