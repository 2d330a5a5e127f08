package dev.vernier.engine.ops.logic;

import dev.vernier.engine.ops.common.BinaryPredicate;

/** Logical exclusive disjunction. */
final class Xor extends BinaryPredicate {
  @Override
  protected boolean test(long a, long b) {
    return a != b;
  }
}
