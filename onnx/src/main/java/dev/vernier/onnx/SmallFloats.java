package dev.vernier.onnx;

/** Conversions between float and the floating point formats that Java 17 does not know. */
public final class SmallFloats {
  private SmallFloats() {}

  /** IEEE 754 binary16 to float, exactly. */
  public static float fromHalf(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >> 10) & 0x1f;
    int mantissa = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f80_0000 | mantissa << 13);
    }
    if (exponent == 0) {
      float magnitude = mantissa * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    return Float.intBitsToFloat(sign | (exponent + 112) << 23 | mantissa << 13);
  }

  /** Float to IEEE 754 binary16, rounding to nearest even, overflow to infinity. */
  public static short toHalf(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fff_ffff;
    if (magnitude > 0x7f80_0000) {
      return (short) (sign | 0x7e00 | magnitude >>> 13 & 0x3ff);
    }
    if (magnitude >= 0x477f_f000) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x3880_0000) {
      // Adding 0.5 leaves the subnormal's 10 bits, correctly rounded, at the bottom of the sum.
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | Float.floatToRawIntBits(shifted) - 0x3f00_0000);
    }
    int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
    return (short) (sign | (rounded - 0x3800_0000) >>> 13);
  }

  /** The upper half of a float, widened. */
  public static float fromBfloat16(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** Float to bfloat16, rounding to nearest even. */
  public static short toBfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
  }

  /** A number of one of the formats of eight or fewer bits, exactly. */
  static float fromSmall(DataType type, int bits) {
    return switch (type) {
      case FLOAT8E4M3FN -> (bits & 0x7f) == 0x7f ? Float.NaN : decode(bits, 8, 3, 7);
      case FLOAT8E4M3FNUZ -> bits == 0x80 ? Float.NaN : decode(bits, 8, 3, 8);
      case FLOAT8E5M2 -> fromHalf((short) (bits << 8));
      case FLOAT8E5M2FNUZ -> bits == 0x80 ? Float.NaN : decode(bits, 8, 2, 16);
      case FLOAT4E2M1 -> decode(bits, 4, 1, 1);
      case FLOAT8E8M0 -> bits == 0xff ? Float.NaN : (float) StrictMath.scalb(1.0, bits - 127);
      default -> throw new IllegalArgumentException(type.toString());
    };
  }

  private static float decode(int bits, int width, int mantissaBits, int bias) {
    int mantissa = bits & (1 << mantissaBits) - 1;
    int exponent = (bits & (1 << width - 1) - 1) >> mantissaBits;
    int significand = exponent == 0 ? mantissa : mantissa | 1 << mantissaBits;
    float magnitude =
        StrictMath.scalb((float) significand, Math.max(exponent, 1) - bias - mantissaBits);
    return (bits >> width - 1 & 1) == 0 ? magnitude : -magnitude;
  }
}
