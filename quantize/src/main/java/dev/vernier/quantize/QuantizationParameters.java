package dev.vernier.quantize;

import dev.vernier.onnx.DataType;

/**
 * Scale and zero point of a tensor: {@code x = scale * (q - zeroPoint)}.
 *
 * <p>Rounding is to the nearest, ties to even, as in ONNX QuantizeLinear; the value zero is exactly
 * representable by construction.
 */
public record QuantizationParameters(float scale, int zeroPoint, DataType type) {

  /**
   * Parameters that cover the range.
   *
   * <p>The range is extended to contain zero. A range too narrow for a normal scale, such as that
   * of a tensor that is always zero, gets scale 1.
   */
  public static QuantizationParameters of(Range range, DataType type, boolean symmetric) {
    Range covered = symmetric ? range.includingZero().symmetric() : range.includingZero();
    IntegerRange codes = IntegerRange.full(type);
    // Symmetric int8 uses the codes -127 to 127; unsigned types keep all their codes.
    int steps = symmetric && codes.min() < 0 ? codes.steps() - 1 : codes.steps();
    double scale = ((double) covered.max() - covered.min()) / steps;
    if (scale < Float.MIN_NORMAL) {
      return new QuantizationParameters(1f, symmetric ? codes.middle() : codes.clamp(0), type);
    }
    int zero =
        symmetric ? codes.middle() : codes.clamp(Math.rint(codes.min() - covered.min() / scale));
    return new QuantizationParameters((float) scale, zero, type);
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
