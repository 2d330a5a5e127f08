package dev.vernier.engine.ops.common;

/**
 * How many products of integers single precision adds exactly: as many as stay within 2^24 at their
 * largest, for all integers up to there are floats.
 */
public final class ExactDepth {
  private static final long EXACT = 1L << 24;

  private ExactDepth() {}

  /**
   * Number of terms of which any sum is exact, at least 1.
   *
   * @param left largest magnitude of one factor; the product of both must not exceed 2^24
   * @param right largest magnitude of the other
   */
  public static int of(int left, int right) {
    long largest = Math.max(1, (long) left * right);
    if (largest > EXACT) {
      throw new IllegalArgumentException(
          "factors up to " + left + " and " + right + " have products beyond 2^24");
    }
    return (int) (EXACT / largest);
  }
}
