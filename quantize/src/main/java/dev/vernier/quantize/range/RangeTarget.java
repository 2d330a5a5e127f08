package dev.vernier.quantize.range;

import dev.vernier.onnx.DataType;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;

/**
 * The quantizer a range is wanted for.
 *
 * @param negativeSlope what the reader multiplies negative values by; 1 if nothing is known
 */
public record RangeTarget(DataType type, boolean symmetric, float negativeSlope) {

  public RangeTarget(DataType type, boolean symmetric) {
    this(type, symmetric, 1f);
  }

  /** Scale and zero point that cover a range. */
  public QuantizationParameters parameters(Range range) {
    return QuantizationParameters.of(range, type, symmetric);
  }

  public IntegerRange codes() {
    return IntegerRange.full(type);
  }
}
