package dev.vernier.engine.ops.logic;

import dev.vernier.engine.ops.common.UnaryPredicate;

/** Logical negation. */
final class Not extends UnaryPredicate {
  @Override
  protected boolean test(double x) {
    return x == 0;
  }
}
