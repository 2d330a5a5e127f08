package dev.vernier.quantize.tables;

import dev.vernier.onnx.DataType;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import java.util.Optional;

/**
 * What a file says about a tensor.
 *
 * @param range the values covered
 * @param parameters scale and zero point, if the file states them
 */
public record ImportedRange(Range range, Optional<QuantizationParameters> parameters) {

  static ImportedRange of(Range range) {
    return new ImportedRange(range, Optional.empty());
  }

  static ImportedRange of(QuantizationParameters parameters) {
    return new ImportedRange(
        new Range(parameters.low(), parameters.high()), Optional.of(parameters));
  }

  /** The smallest range that holds both; stated parameters stay if they are equal. */
  ImportedRange including(ImportedRange other) {
    return equals(other) ? this : of(range.including(other.range));
  }

  /**
   * Scale and zero point in a format: those stated where the format can have them, be it with
   * signed codes for unsigned ones on the same grid, else those that cover the range.
   */
  QuantizationParameters in(ActivationFormat format) {
    return parameters
        .filter(p -> p.type().bits() == format.type().bits())
        .map(p -> recoded(p, format.type()))
        .filter(p -> fits(p, format))
        .orElseGet(() -> format.parameters(format.covered(range)));
  }

  private static QuantizationParameters recoded(QuantizationParameters stated, DataType type) {
    int signed = SolvedModel.signedZeroPoint(stated);
    return new QuantizationParameters(
        stated.scale(), type.isSigned() ? signed : signed + (1 << (type.bits() - 1)), type);
  }

  private static boolean fits(QuantizationParameters parameters, ActivationFormat format) {
    boolean centred = SolvedModel.signedZeroPoint(parameters) == 0;
    boolean atEnd = parameters.zeroPoint() == format.codes().min();
    return !format.powerOfTwo()
        && switch (format.symmetry()) {
          case ASYMMETRIC -> true;
          case SYMMETRIC -> centred;
          case RESTRICTED_ASYMMETRIC -> centred || atEnd;
        };
  }
}
