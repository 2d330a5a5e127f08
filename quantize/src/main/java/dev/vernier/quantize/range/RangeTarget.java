package dev.vernier.quantize.range;

import dev.vernier.onnx.DataType;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.Symmetry;

/**
 * The quantizer a range is wanted for.
 *
 * @param negativeSlope what the reader multiplies negative values by; 1 if nothing is known
 */
public record RangeTarget(ActivationFormat format, float negativeSlope) {

  public RangeTarget(DataType type, boolean symmetric) {
    this(new ActivationFormat(type, symmetric ? Symmetry.SYMMETRIC : Symmetry.ASYMMETRIC), 1f);
  }

  /** Whether ranges are symmetric about zero. */
  public boolean symmetric() {
    return format.symmetry() == Symmetry.SYMMETRIC;
  }

  /** Scale and zero point that cover a range. */
  public QuantizationParameters parameters(Range range) {
    return format.parameters(range);
  }

  public IntegerRange codes() {
    return format.codes();
  }
}
