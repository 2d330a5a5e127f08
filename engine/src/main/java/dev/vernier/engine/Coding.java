package dev.vernier.engine;

import dev.vernier.engine.channelslast.UnaryStep.Pointwise;
import dev.vernier.kernels.Kernels;

/** Between numbers and 8-bit codes held as floats less their zero point. */
final class Coding {
  private Coding() {}

  /** As QuantizeLinear: divide, round half to even, saturate. */
  static Pointwise quantize(CodeParameters codes, Kernels kernels) {
    float low = codes.low() - codes.zeroPoint();
    float high = codes.high() - codes.zeroPoint();
    return (x, xo, y, yo, n) -> kernels.centredCodes(x, xo, y, yo, n, codes.scale(), low, high);
  }

  /** As DequantizeLinear. */
  static Pointwise dequantize(CodeParameters codes, Kernels kernels) {
    return (x, xo, y, yo, n) -> kernels.mulScalar(x, xo, codes.scale(), y, yo, n);
  }

  /** Rounds half to even and saturates what is already in units of the scale. */
  static Pointwise round(CodeParameters codes, Kernels kernels) {
    return (x, xo, y, yo, n) ->
        kernels.fakeQuantize(x, xo, y, yo, n, 1f, codes.zeroPoint(), codes.low(), codes.high());
  }
}
