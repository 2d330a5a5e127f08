package dev.vernier.pipeline.nightly;

import dev.vernier.pipeline.QuantizedModel;
import dev.vernier.pipeline.ValidationResult;
import dev.vernier.pipeline.report.DriftSource;
import dev.vernier.pipeline.repository.MergedStates;
import java.util.Optional;

/**
 * What a night has found out and done.
 *
 * @param window the merged states of its days
 * @param drift since the model in force was made; empty if there was no model to compare with
 * @param quantized the new model; empty if none was made
 * @param validation the new model, as {@link NightlyCycle#CANDIDATE}, and the one in force, if any,
 *     as {@link NightlyCycle#IN_FORCE}; empty if they were not compared
 * @param comparedBytes size of the model in force, where it was compared
 * @param outcome what came of it
 */
public record NightlyFindings(
    MergedStates window,
    Optional<DriftSource> drift,
    Optional<QuantizedModel> quantized,
    Optional<ValidationResult> validation,
    Optional<Long> comparedBytes,
    NightlyOutcome outcome) {

  /** A night that ended before a model was made. */
  static NightlyFindings ofStates(
      MergedStates window, Optional<DriftSource> drift, NightlyOutcome outcome) {
    return new NightlyFindings(
        window, drift, Optional.empty(), Optional.empty(), Optional.empty(), outcome);
  }
}
