package dev.vernier.pipeline.metric;

import java.util.Map;

/** One measurement of a candidate; stateless, its state is a {@link Tally}. */
public interface Metric {
  /** Permanent name. */
  String name();

  /** Number of integer counters it keeps. */
  int counters();

  /** Number of exact sums it keeps. */
  int sums();

  /** Adds one row. */
  void update(Outcome outcome, Tally tally);

  /** The measures that follow from a tally, by name; empty if no row counted. */
  Map<String, Double> measures(Tally tally);
}
