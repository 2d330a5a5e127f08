package dev.vernier.pipeline.control;

import dev.vernier.pipeline.data.Half;
import dev.vernier.pipeline.metric.CandidateState;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One candidate measured over some rows.
 *
 * @param number from 1, in the order of the trials
 * @param stage what it was tried for
 * @param recipe how it was made
 * @param rows where it was measured
 * @param used rows that counted
 * @param score distortion of the outputs, by which candidates are ranked; less is better
 * @param ranking loss on the half on which candidates are ranked, in the unit of the limit
 * @param confirming loss on the other half
 * @param all loss on all rows of the trial
 */
public record Trial(
    int number,
    String stage,
    Recipe recipe,
    TrialRows rows,
    long used,
    double score,
    OptionalDouble ranking,
    OptionalDouble confirming,
    OptionalDouble all) {

  static Trial of(
      int number,
      String stage,
      Recipe recipe,
      TrialRows rows,
      long used,
      CandidateState state,
      DropLimit limit) {
    Map<String, Double> measures = state.measures();
    return new Trial(
        number,
        stage,
        recipe,
        rows,
        used,
        Distortion.of(measures, limit),
        limit.drop(state.measures(Half.RANKING)),
        limit.drop(state.measures(Half.CONFIRMING)),
        limit.drop(measures));
  }

  /** Whether the limit is kept both on the confirming half and on all rows. */
  boolean keeps(DropLimit limit) {
    return confirming.isPresent()
        && confirming.getAsDouble() <= limit.most()
        && all.isPresent()
        && all.getAsDouble() <= limit.most();
  }

  /** The larger of the losses that are judged. */
  double worst() {
    double infinity = Double.POSITIVE_INFINITY;
    return Math.max(confirming.orElse(infinity), all.orElse(infinity));
  }
}
