package dev.vernier.quantize;

import dev.vernier.onnx.DataType;

/**
 * Scale and zero point of a tensor: {@code x = scale * (q - zeroPoint)}.
 *
 * <p>Rounding is to the nearest, ties to even, as in ONNX QuantizeLinear; the value zero is exactly
 * representable by construction.
 */
public record QuantizationParameters(float scale, int zeroPoint, DataType type) {

  /** Parameters that cover the range, zero point in the middle or anywhere. */
  public static QuantizationParameters of(Range range, DataType type, boolean symmetric) {
    return of(
        range, new ActivationFormat(type, symmetric ? Symmetry.SYMMETRIC : Symmetry.ASYMMETRIC));
  }

  /**
   * Parameters that cover the range.
   *
   * <p>The range is extended to contain zero. A range too narrow for a normal scale, such as that
   * of a tensor that is always zero, gets scale 1.
   */
  static QuantizationParameters of(Range range, ActivationFormat format) {
    Range covered = format.covered(range);
    IntegerRange codes = format.codes();
    boolean centered = isCentered(covered, format.symmetry());
    double scale =
        format.powerOfTwo() ? powerOfTwo(scale(covered, format)) : scale(covered, format);
    if (scale < Float.MIN_NORMAL) {
      return new QuantizationParameters(
          1f, centered ? codes.middle() : codes.clamp(0), format.type());
    }
    int zero =
        centered ? codes.middle() : codes.clamp(Math.rint(codes.min() - covered.min() / scale));
    return new QuantizationParameters((float) scale, zero, format.type());
  }

  private static boolean isCentered(Range covered, Symmetry symmetry) {
    return symmetry == Symmetry.SYMMETRIC
        || (symmetry == Symmetry.RESTRICTED_ASYMMETRIC && covered.min() < 0);
  }

  private static double scale(Range covered, ActivationFormat format) {
    IntegerRange codes = format.codes();
    double width = (double) covered.max() - covered.min();
    if (format.symmetry() == Symmetry.SYMMETRIC && codes.min() < 0) {
      // Symmetric int8 uses the codes -127 to 127; unsigned types keep all their codes.
      return width / (codes.steps() - 1);
    }
    if (format.symmetry() == Symmetry.RESTRICTED_ASYMMETRIC && covered.min() < 0) {
      int middle = codes.middle();
      return Math.max(
          (double) -covered.min() / (middle - codes.min()),
          (double) covered.max() / (codes.max() - middle));
    }
    return width / codes.steps();
  }

  /** The smallest power of two that is not below a positive scale. */
  public static float powerOfTwo(float scale) {
    return (float) powerOfTwo((double) scale);
  }

  private static double powerOfTwo(double scale) {
    if (scale < Double.MIN_NORMAL) {
      return scale;
    }
    double below = Math.scalb(1.0, Math.getExponent(scale));
    return below == scale ? scale : 2 * below;
  }

  /** The code of a value; NaN becomes the zero point. */
  public int quantize(float value) {
    if (Float.isNaN(value)) {
      return zeroPoint;
    }
    return IntegerRange.full(type).clamp(Math.rint(value / scale) + zeroPoint);
  }

  public float dequantize(int code) {
    return scale * (code - zeroPoint);
  }

  /** The value a runtime computes with instead of {@code value}. */
  public float represent(float value) {
    return dequantize(quantize(value));
  }

  /** Smallest representable value. */
  public float low() {
    return dequantize(IntegerRange.full(type).min());
  }

  /** Largest representable value. */
  public float high() {
    return dequantize(IntegerRange.full(type).max());
  }
}
