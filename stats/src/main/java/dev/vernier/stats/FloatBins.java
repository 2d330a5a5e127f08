package dev.vernier.stats;

/**
 * The bins of a float's leading 16 bits. A bin's index is {@link #ZERO} plus or minus the magnitude
 * code (8 exponent and 7 mantissa bits), so indexes order as values do. Magnitudes below 2^-133
 * have code 0 and are zero.
 */
final class FloatBins {
  static final int ZERO = 0x8000;

  /** The magnitude code of infinity: the first that holds no finite value. */
  static final int INFINITY_CODE = 0x7F80;

  static final int FIRST = ZERO - INFINITY_CODE + 1;
  static final int LAST = ZERO + INFINITY_CODE - 1;

  /** 2^-133: magnitudes below it share the leading bits of zero. */
  private static final float SMALLEST = Float.intBitsToFloat(1 << 16);

  private static final double PAST_LARGEST = 0x1p128;

  private FloatBins() {}

  /** The index of the bin of the leading 16 bits of a finite float. */
  static int ofLeadingBits(int leading) {
    int code = leading & 0x7FFF;
    return leading < 0x8000 ? ZERO + code : ZERO - code;
  }

  static int of(float value) {
    return ofLeadingBits(Float.floatToRawIntBits(value) >>> 16);
  }

  /** The value as the states see it: what is too small for a bin of its own is +0. */
  static float canonical(float value) {
    return Math.abs(value) < SMALLEST ? 0f : value;
  }

  static double lower(int bin) {
    int code = bin - ZERO;
    return code > 0 ? edge(code) : code < 0 ? -edge(1 - code) : 0;
  }

  static double upper(int bin) {
    int code = bin - ZERO;
    return code > 0 ? edge(code + 1) : code < 0 ? -edge(-code) : 0;
  }

  private static double edge(int code) {
    return code == INFINITY_CODE ? PAST_LARGEST : Float.intBitsToFloat(code << 16);
  }
}
