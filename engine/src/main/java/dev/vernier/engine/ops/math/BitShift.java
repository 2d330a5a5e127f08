package dev.vernier.engine.ops.math;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.ops.common.BinaryElementwise;

/** Shifts integers left or right by as many bits as the second operand says. */
final class BitShift extends BinaryElementwise {
  private final boolean left;

  BitShift(NodeContext context) {
    String direction = context.node().stringAttribute("direction", "");
    left = direction.equals("LEFT");
    if (!left && !direction.equals("RIGHT")) {
      throw new IllegalArgumentException(
          "attribute direction = '" + direction + "': expected LEFT or RIGHT");
    }
  }

  /**
   * Signed integers keep their sign to the right; shifts by the width or more push all bits out.
   */
  @Override
  protected long apply(long a, long b) {
    boolean beyond = b < 0 || b > 63;
    if (left) {
      return beyond ? 0 : a << b;
    }
    return a >> (beyond ? 63 : b);
  }

  @Override
  protected long applyUnsigned(long a, long b) {
    if (b < 0 || b > 63) {
      return 0;
    }
    return left ? a << b : a >>> b;
  }
}
