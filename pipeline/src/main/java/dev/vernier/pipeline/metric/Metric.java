package dev.vernier.pipeline.metric;

import dev.vernier.pipeline.data.BadRowException;
import java.util.List;
import java.util.Map;

/**
 * One measurement of a candidate; stateless, its state is a {@link Tally}. A metric that compares
 * with labels gives each of its measures three times: {@code reference.NAME} of the floating-point
 * model, {@code NAME} of the candidate, and {@code drop.NAME}, the loss, positive where the
 * candidate is worse. A loss that has no reference, such as disagreement, is given as {@code
 * drop.NAME} alone beside {@code NAME}.
 */
public interface Metric {
  /** Permanent name, by which {@code validation.metrics} asks for it. */
  String name();

  /** Number of integer counters it keeps. */
  default int counters() {
    return 0;
  }

  /** Number of exact sums it keeps. */
  default int sums() {
    return 0;
  }

  /** Columns of the data that it reads beside the label. */
  default List<String> columns() {
    return List.of();
  }

  /**
   * Adds one row. A row that it has nothing to say about, such as one without label, adds nothing.
   *
   * @throws BadRowException if the row's annotation cannot be used; the row is quarantined
   */
  void update(Outcome outcome, Tally tally) throws BadRowException;

  /** The measures that follow from a tally, by name; empty if no row counted. */
  Map<String, Double> measures(Tally tally);
}
