package dev.vernier.engine;

/**
 * A sum of codes that a convolution goes on with.
 *
 * @param side operand that the convolution is, 0 or 1
 */
record CodeAddition(IntegerAdd add, int side) {
  /** What the other operand holds. */
  CodeParameters addedCodes() {
    return add.in(1 - side);
  }
}
