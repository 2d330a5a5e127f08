package dev.vernier.quantize;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import java.util.Set;

/**
 * How an activation is rounded, but for its range.
 *
 * @param type UINT8, INT8, UINT16 or INT16
 * @param powerOfTwo scales are powers of two, so that rescaling is a shift; a scale that is not is
 *     enlarged to the next
 */
public record ActivationFormat(DataType type, Symmetry symmetry, boolean powerOfTwo) {

  private static final Set<DataType> TYPES =
      Set.of(DataType.UINT8, DataType.INT8, DataType.UINT16, DataType.INT16);

  public ActivationFormat {
    if (!TYPES.contains(type)) {
      throw new VernierException(
          "Unsupported activation type " + type + ": expected UINT8, INT8, UINT16 or INT16");
    }
  }

  public ActivationFormat(DataType type, Symmetry symmetry) {
    this(type, symmetry, false);
  }

  public ActivationFormat withType(DataType value) {
    return new ActivationFormat(value, symmetry, powerOfTwo);
  }

  public ActivationFormat withSymmetry(Symmetry value) {
    return new ActivationFormat(type, value, powerOfTwo);
  }

  public ActivationFormat withPowerOfTwo(boolean value) {
    return new ActivationFormat(type, symmetry, value);
  }

  /** The range a quantizer of this format covers for a wanted one: it always contains zero. */
  public Range covered(Range range) {
    return symmetry == Symmetry.SYMMETRIC ? range.symmetric() : range.includingZero();
  }

  /** Scale and zero point for a range. */
  public QuantizationParameters parameters(Range range) {
    return QuantizationParameters.of(range, this);
  }

  /** The codes of the type; activations use them all, as QuantizeLinear saturates there. */
  public IntegerRange codes() {
    return IntegerRange.full(type);
  }

  /** Such as {@code UINT8 asymmetric}. */
  public String text() {
    return type + " " + symmetry.text() + (powerOfTwo ? " power-of-two" : "");
  }
}
