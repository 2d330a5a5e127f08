package dev.vernier.engine;

import dev.vernier.onnx.DataType;

/**
 * How one scale and zero point turn 8-bit codes into numbers: {@code (code - zeroPoint) * scale}.
 */
record CodeParameters(float scale, int zeroPoint, DataType type) {
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
}
