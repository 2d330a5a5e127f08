package dev.vernier.engine.ops.math;

import dev.vernier.engine.ops.common.BinaryElementwise;

/** Conjunction of every bit. */
final class BitwiseAnd extends BinaryElementwise {
  @Override
  protected long apply(long a, long b) {
    return a & b;
  }
}
