package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;

/** Turns exact integer sums into levels of the output's scale. */
final class Requantization {
  private Requantization() {}

  /** saturate(round(sum * multiplier) + zero point), halves to even. */
  static long level(int sum, float multiplier, long zero, DataType type) {
    double level = Math.rint(sum * multiplier) + zero;
    return (long) Math.max(IntegerTypes.low(type), Math.min(IntegerTypes.high(type), level));
  }

  /** Element i, or the only element. */
  static float scale(Tensor scales, int i) {
    return (float) scales.doubleAt(scales.size() == 1 ? 0 : i);
  }
}
