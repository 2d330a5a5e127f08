package dev.vernier.pipeline.metric;

import java.util.Map;

/** Share of rows on which both models put the same class first, in percent; needs no labels. */
final class Agreement implements Metric {
  private static final int ROWS = 0;
  private static final int SAME = 1;

  @Override
  public String name() {
    return "agreement";
  }

  @Override
  public int counters() {
    return 2;
  }

  @Override
  public int sums() {
    return 0;
  }

  @Override
  public void update(Outcome outcome, Tally tally) {
    if (!outcome.classifies()) {
      return;
    }
    tally.count(ROWS);
    if (Scores.best(outcome.referenceScores()) == Scores.best(outcome.candidateScores())) {
      tally.count(SAME);
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    long rows = tally.counted(ROWS);
    return rows == 0 ? Map.of() : Map.of(name(), 100.0 * tally.counted(SAME) / rows);
  }
}
