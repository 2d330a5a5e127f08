package dev.vernier.engine.ops.logic;

import dev.vernier.engine.ops.common.BinaryPredicate;

/** Logical conjunction. */
final class And extends BinaryPredicate {
  @Override
  protected boolean test(long a, long b) {
    return (a & b) != 0;
  }
}
