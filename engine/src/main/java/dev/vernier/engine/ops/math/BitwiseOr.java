package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.BinaryElementwise;

/** Disjunction of every bit. */
final class BitwiseOr extends BinaryElementwise {
  @Override
  protected long apply(long a, long b) {
    return a | b;
  }
}
