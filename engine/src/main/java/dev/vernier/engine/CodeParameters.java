package dev.vernier.engine;

import dev.vernier.onnx.DataType;

/**
 * How one scale and zero point turn 8-bit codes into numbers: {@code (code - zeroPoint) * scale}.
 */
record CodeParameters(float scale, int zeroPoint, DataType type) {
  /** Parameters from constants of one element each, or null if they are not such. */
  static CodeParameters of(Tensor scale, Tensor zero) {
    boolean fits =
        scale != null
            && zero != null
            && scale.size() == 1
            && zero.size() == 1
            && scale.type() == DataType.FLOAT
            && isCode(zero.type());
    return fits
        ? new CodeParameters((float) scale.doubleAt(0), (int) zero.longAt(0), zero.type())
        : null;
  }

  /** Whether integer arithmetic takes codes of the type. */
  static boolean isCode(DataType type) {
    return type == DataType.UINT8 || type == DataType.INT8;
  }

  boolean unsigned() {
    return type == DataType.UINT8;
  }

  int low() {
    return unsigned() ? 0 : -128;
  }

  int high() {
    return unsigned() ? 255 : 127;
  }

  /** Largest magnitude of a code less the zero point. */
  int largest() {
    return Math.max(high() - zeroPoint, zeroPoint - low());
  }

  boolean sameCodes(CodeParameters other) {
    return zeroPoint == other.zeroPoint && type == other.type;
  }
}
