package dev.vernier.pipeline.control;

import dev.vernier.pipeline.data.Half;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The validation rows of a trial.
 *
 * @param half the half they are of; empty: both
 * @param samples at most so many, those with the smallest identity hashes; empty: all
 */
public record TrialRows(Optional<Half> half, OptionalInt samples) {
  /** Every row. */
  public static final TrialRows ALL = new TrialRows(Optional.empty(), OptionalInt.empty());

  /** Rows of the half on which candidates are ranked. */
  static TrialRows ranking(int samples) {
    return new TrialRows(Optional.of(Half.RANKING), OptionalInt.of(samples));
  }

  /** In words. */
  public String describe() {
    String which = half.map(h -> "the " + h.word() + " half").orElse("all rows");
    return samples.isEmpty() ? which : "at most " + samples.getAsInt() + " of " + which;
  }
}
