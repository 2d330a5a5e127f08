package dev.vernier.engine.ops.logic;

import dev.vernier.engine.ops.common.BinaryPredicate;

/** Whether the first operand is greater than the second. */
final class Greater extends BinaryPredicate {
  @Override
  protected boolean test(double a, double b) {
    return a > b;
  }

  @Override
  protected boolean test(long a, long b) {
    return a > b;
  }

  @Override
  protected boolean testUnsigned(long a, long b) {
    return Long.compareUnsigned(a, b) > 0;
  }
}
