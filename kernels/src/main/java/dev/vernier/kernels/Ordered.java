package dev.vernier.kernels;

/**
 * Floats as integers that sort alike: negative floats have all bits but the sign inverted. Minimum
 * and maximum then are integer operations with no special case, and a NaN in the data shows up as a
 * value beyond the encoded infinities.
 */
public final class Ordered {
  /** Start of a running minimum: above every encoded float. */
  public static final int EMPTY_MIN = Integer.MAX_VALUE;

  /** Start of a running maximum: below every encoded float. */
  public static final int EMPTY_MAX = Integer.MIN_VALUE;

  private static final int NEGATIVE_INFINITY = encode(Float.NEGATIVE_INFINITY);
  private static final int POSITIVE_INFINITY = encode(Float.POSITIVE_INFINITY);

  private Ordered() {}

  /** The order-preserving integer of a float; -0.0 sorts just below +0.0. */
  public static int encode(float value) {
    int bits = Float.floatToRawIntBits(value);
    return bits ^ ((bits >> 31) & 0x7fffffff);
  }

  /** The float whose encoding this is. */
  public static float decode(int ordered) {
    return Float.intBitsToFloat(ordered ^ ((ordered >> 31) & 0x7fffffff));
  }

  /** True if the encoded value is neither infinite nor NaN. */
  public static boolean isFinite(int ordered) {
    return ordered > NEGATIVE_INFINITY && ordered < POSITIVE_INFINITY;
  }
}
