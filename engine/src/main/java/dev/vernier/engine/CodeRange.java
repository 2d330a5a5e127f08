package dev.vernier.engine;

/**
 * Between which bounds codes less their zero point lie: at most {@code below} below zero, {@code
 * above} above it, and {@code width} apart.
 */
record CodeRange(long below, long above, long width) {
  private static final int CODES = 256;

  /** Of codes with a known zero point. */
  static CodeRange of(CodeParameters codes) {
    long below = (long) codes.zeroPoint() - codes.low();
    long above = (long) codes.high() - codes.zeroPoint();
    return new CodeRange(below, above, below + above);
  }

  /** Of 8-bit codes whose zero point, any of their values, is known only when they are. */
  static CodeRange ofAnyZeroPoint() {
    return new CodeRange(CODES - 1, CODES - 1, CODES - 1);
  }

  /**
   * What a sum of products does not exceed.
   *
   * @param positive sum of the positive factors
   * @param negative sum of the magnitudes of the negative ones
   */
  long largestSum(long positive, long negative) {
    // With above + below = width the first is a mean of the second's arguments.
    return Math.min(positive * above + negative * below, width * Math.max(positive, negative));
  }
}
