package dev.vernier.onnx;

import java.util.EnumMap;
import java.util.Map;

/**
 * Numbers of the floating point formats of eight or fewer bits, as codes in the low bits of an int.
 *
 * <p>Layouts are those of the ONNX documents "Float stored in 8 bits", "4 bit types" and of the OCP
 * Microscaling (MX) specification 1.0: a sign, exponent and mantissa, or, for FLOAT8E8M0, an
 * exponent alone. The rounding rules are those of ONNX's Cast.
 */
public final class NarrowFloats {
  /** Where FLOAT8E8M0, which has powers of two only, takes what lies between them. */
  public enum Rounding {
    UP,
    DOWN,
    NEAREST
  }

  /** Exponent of the smallest FLOAT8E8M0, whose code is 0. */
  private static final int SCALE_BIAS = 127;

  private static final int SCALE_NAN = 0xff;
  private static final int SCALE_MAX = 0xfe;

  private static final Map<DataType, Format> FORMATS = new EnumMap<>(DataType.class);
  private static final Map<DataType, float[]> VALUES = new EnumMap<>(DataType.class);

  static {
    FORMATS.put(DataType.FLOAT8E4M3FN, new Format(8, 3, 7, 0x7e, 0x7f, 0x7f));
    FORMATS.put(DataType.FLOAT8E4M3FNUZ, new Format(8, 3, 8, 0x7f, 0x80, 0x80));
    FORMATS.put(DataType.FLOAT8E5M2, new Format(8, 2, 15, 0x7b, 0x7f, 0x7c));
    FORMATS.put(DataType.FLOAT8E5M2FNUZ, new Format(8, 2, 16, 0x7f, 0x80, 0x80));
    // These have neither NaN nor infinity; ONNX's reference turns NaN into -0.
    FORMATS.put(DataType.FLOAT6E2M3, new Format(6, 3, 1, 0x1f, 0x20, 0x1f));
    FORMATS.put(DataType.FLOAT6E3M2, new Format(6, 2, 3, 0x1f, 0x20, 0x1f));
    FORMATS.put(DataType.FLOAT4E2M1, new Format(4, 1, 1, 0x7, 0x8, 0x7));
    FORMATS.forEach((type, format) -> VALUES.put(type, format.values()));
    VALUES.put(DataType.FLOAT8E8M0, powersOfTwo());
  }

  private NarrowFloats() {}

  /** Whether the type is one of these formats. */
  public static boolean isNarrow(DataType type) {
    return VALUES.containsKey(type);
  }

  /** The number that a code stands for, exactly; bits above the type's are ignored. */
  public static float decode(DataType type, int code) {
    float[] values = VALUES.get(type);
    return values[code & values.length - 1];
  }

  /**
   * The code of the nearest number, ties to even; FLOAT8E8M0 rounds up.
   *
   * @param saturate whether what is too large becomes the largest number rather than infinity or,
   *     where there is none, NaN
   */
  public static int encode(DataType type, double value, boolean saturate) {
    return type == DataType.FLOAT8E8M0
        ? encodeScale(value, Rounding.UP, saturate)
        : FORMATS.get(type).encode(value, saturate);
  }

  /**
   * The code of a FLOAT8E8M0; signs are ignored, for the format has none.
   *
   * @param saturate whether what is out of range becomes the nearest number rather than NaN
   */
  public static int encodeScale(double value, Rounding rounding, boolean saturate) {
    if (Double.isNaN(value)) {
      return SCALE_NAN;
    }
    double magnitude = Math.abs(value);
    int code = Math.getExponent(magnitude) + SCALE_BIAS;
    double fraction = magnitude / Math.scalb(1.0, code - SCALE_BIAS);
    if (rounding == Rounding.UP && fraction > 1
        || rounding == Rounding.NEAREST && fraction >= 1.5) {
      code++;
    }
    if (code >= 0 && code <= SCALE_MAX) {
      return code;
    }
    return saturate ? Math.max(0, Math.min(SCALE_MAX, code)) : SCALE_NAN;
  }

  private static float[] powersOfTwo() {
    float[] values = new float[256];
    for (int code = 0; code < SCALE_NAN; code++) {
      values[code] = (float) Math.scalb(1.0, code - SCALE_BIAS);
    }
    values[SCALE_NAN] = Float.NaN;
    return values;
  }

  /**
   * A format with sign.
   *
   * @param largest code of the largest finite number
   * @param nan code of NaN; where it is that of -0, the format has no -0
   * @param overflow code of what is too large
   */
  private record Format(int bits, int mantissaBits, int bias, int largest, int nan, int overflow) {
    private int signBit() {
      return 1 << bits - 1;
    }

    private boolean hasNegativeZero() {
      return nan != signBit() || bits < 8;
    }

    int encode(double value, boolean saturate) {
      int sign = Double.doubleToRawLongBits(value) < 0 ? signBit() : 0;
      if (Double.isNaN(value)) {
        return nan | sign;
      }
      double magnitude = Math.abs(value);
      int code = magnitude > 0x1p16 ? largest + 1 : round(magnitude);
      if (code > largest) {
        code = saturate ? largest : overflow;
      }
      return code == 0 && !hasNegativeZero() ? 0 : code | sign;
    }

    /** One unit in the last place is 2^(exponent - mantissaBits); carries run into the exponent. */
    private int round(double magnitude) {
      int exponent = Math.max(Math.getExponent(magnitude), 1 - bias);
      int units = (int) Math.rint(Math.scalb(magnitude, mantissaBits - exponent));
      return (exponent + bias - 1 << mantissaBits) + units;
    }

    float[] values() {
      float[] values = new float[1 << bits];
      for (int code = 0; code < values.length; code++) {
        float magnitude = magnitude(code & signBit() - 1);
        values[code] = (code & signBit()) == 0 ? magnitude : -magnitude;
      }
      if (!hasNegativeZero()) {
        values[nan] = Float.NaN;
      }
      return values;
    }

    private float magnitude(int code) {
      if (code > largest) {
        return code == overflow && overflow != nan ? Float.POSITIVE_INFINITY : Float.NaN;
      }
      int mantissa = code & (1 << mantissaBits) - 1;
      int exponent = code >> mantissaBits;
      int significand = exponent == 0 ? mantissa : mantissa | 1 << mantissaBits;
      return Math.scalb((float) significand, Math.max(exponent, 1) - bias - mantissaBits);
    }
  }
}
