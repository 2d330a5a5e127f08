package dev.vernier.pipeline.metric;

import java.util.LinkedHashMap;
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
    if (rows == 0) {
      return Map.of();
    }
    double agreement = 100.0 * tally.counted(SAME) / rows;
    Map<String, Double> measures = new LinkedHashMap<>();
    measures.put(name(), agreement);
    measures.put("drop." + name(), 100 - agreement);
    return measures;
  }
}
