package dev.vernier.quantize.plan;

import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.Range;
import java.util.Optional;

/** Where the range of a quantizer comes from. */
public sealed interface RangeRule {

  /** The statistics of its tensor, by the method of the settings. */
  RangeRule OBSERVED = new Observed(Optional.empty());

  /**
   * Statistics.
   *
   * @param method a method of this quantizer's own, else that of the settings
   */
  record Observed(Optional<String> method) implements RangeRule {}

  /**
   * A range that needs no data.
   *
   * @param by who says so, as written into the calibration table: {@code fixed} if the operator
   *     implies it, {@code override} if the user does
   */
  record Fixed(Range range, String by) implements RangeRule {}

  /** A scale and zero point that need no data. */
  record Given(QuantizationParameters parameters, String by) implements RangeRule {}
}
