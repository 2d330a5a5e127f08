package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.BinaryElementwise;

/** Exclusive disjunction of every bit. */
final class BitwiseXor extends BinaryElementwise {
  @Override
  protected long apply(long a, long b) {
    return a ^ b;
  }
}
