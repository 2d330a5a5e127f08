package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Tensor;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;

/** 8-bit codes less their zero points, as floats, whose products single precision adds exactly. */
final class CentredCodes {
  /** Largest magnitude of any code less any zero point. */
  static final int LARGEST = 255;

  private CentredCodes() {}

  /** Whether the elements are 8-bit codes. */
  static boolean has(Tensor x) {
    return x.type() == DataType.UINT8 || x.type() == DataType.INT8;
  }

  /**
   * Writes x less its zero points to y.
   *
   * @param zeros null, one, or several: element i has zero point {@code i / step % zeros.size()}
   */
  static void write(Tensor x, Tensor zeros, int step, float[] y, Kernels kernels) {
    if (zeros == null || zeros.size() == 1) {
      int zero = zeros == null ? 0 : (int) zeros.longAt(0);
      boolean unsigned = x.type() == DataType.UINT8;
      kernels.dequantize(x.bytes(), x.offset(), unsigned, y, 0, x.size(), 1f, zero);
      return;
    }
    for (int i = 0; i < x.size(); i++) {
      y[i] = x.longAt(i) - zeros.longAt(i / step % zeros.size());
    }
  }

  /** Largest magnitude of n floats, at least 1. */
  static int largest(float[] values, int n, Kernels kernels) {
    float largest = Math.max(kernels.maximum(values, 0, n), -kernels.minimum(values, 0, n));
    return (int) Math.max(1, largest);
  }
}
