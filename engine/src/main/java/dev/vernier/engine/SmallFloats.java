package dev.vernier.engine;

/** Conversions of the 16-bit floating-point formats, rounding half to even. */
public final class SmallFloats {
  private SmallFloats() {}

  /** IEEE binary16 to float, exact. */
  public static float fromHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | mantissa << 13);
    }
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
  }

  /** Nearest IEEE binary16; overflow gives infinity, NaN stays NaN. */
  public static short toHalf(double value) {
    int sign = (int) (Double.doubleToRawLongBits(value) >>> 48) & 0x8000;
    double magnitude = Math.abs(value);
    if (Double.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520.0) {
      return (short) (sign | 0x7c00);
    }
    int exponent = Math.max(Math.getExponent(magnitude), -14);
    // One unit in the last place is 2^(exponent-10); a carry runs into the exponent as it should.
    int units = (int) Math.rint(magnitude * Math.scalb(1.0, 10 - exponent));
    int bits = exponent == -14 ? units : (exponent + 14 << 10) + units;
    return (short) (sign | bits);
  }

  /** bfloat16 to float, exact. */
  public static float fromBrain(short brain) {
    return Float.intBitsToFloat(brain << 16);
  }

  /** Nearest bfloat16; NaN stays NaN. */
  public static short toBrain(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }
}
