package dev.vernier.pipeline.control;

import java.util.List;

/**
 * What accuracy control chose.
 *
 * @param chosen the recipe of the delivered model
 * @param kept whether it keeps the limit on the confirming half and on all rows
 * @param limit the limit
 * @param operators operators that are computed in integers where none is left in floating point
 * @param raised operators of these that read and write 16 bits
 * @param reverted operators of these that the chosen recipe leaves in floating point, neighbours
 *     that follow them included
 * @param trail every trial in order
 */
public record ControlOutcome(
    Trial chosen,
    boolean kept,
    DropLimit limit,
    int operators,
    List<String> raised,
    List<String> reverted,
    List<Trial> trail) {

  /** Copies the lists. */
  public ControlOutcome {
    raised = List.copyOf(raised);
    reverted = List.copyOf(reverted);
    trail = List.copyOf(trail);
  }

  /** Candidates that were measured on the confirming half until one kept the limit or none did. */
  public int looks() {
    return (int) trail.stream().filter(trial -> trial.rows().equals(TrialRows.ALL)).count();
  }
}
