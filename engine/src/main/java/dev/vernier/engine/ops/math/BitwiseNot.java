package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.UnaryElementwise;

/** Complement of every bit. */
final class BitwiseNot extends UnaryElementwise {
  @Override
  protected long apply(long x) {
    return ~x;
  }
}
