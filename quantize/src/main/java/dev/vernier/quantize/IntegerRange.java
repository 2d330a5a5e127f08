package dev.vernier.quantize;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;

/** The codes a quantizer may use. */
public record IntegerRange(int min, int max) {

  /** All codes of the type: the codes of activations, which saturate as QuantizeLinear does. */
  public static IntegerRange full(DataType type) {
    return switch (type) {
      case UINT8 -> new IntegerRange(0, 255);
      case INT8 -> new IntegerRange(-128, 127);
      case UINT16 -> new IntegerRange(0, 65535);
      case INT16 -> new IntegerRange(-32768, 32767);
      case UINT4 -> new IntegerRange(0, 15);
      case INT4 -> new IntegerRange(-8, 7);
      default ->
          throw new VernierException(
              "No quantization to " + type + ": expected an integer type of 4, 8 or 16 bits");
    };
  }

  /** Number of steps between the smallest and the largest code. */
  public int steps() {
    return max - min;
  }

  /**
   * The zero point of a symmetric quantizer: the middle, the upper of two, 128 for uint8, 0 for
   * int8.
   */
  public int middle() {
    return Math.floorDiv(min + max + 1, 2);
  }

  public int clamp(double code) {
    return (int) Math.max(min, Math.min(max, code));
  }
}
