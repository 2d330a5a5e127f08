package dev.vernier.pipeline.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/** Share of labelled rows whose label is among the k highest scores, in percent. */
final class TopAccuracy implements Metric {
  private static final int ROWS = 0;
  private static final int REFERENCE = 1;
  private static final int CANDIDATE = 2;

  private final int k;

  TopAccuracy(int k) {
    this.k = k;
  }

  @Override
  public String name() {
    return "top" + k;
  }

  @Override
  public int counters() {
    return 3;
  }

  @Override
  public void update(Outcome outcome, Tally tally) {
    if (!outcome.labelled()) {
      return;
    }
    tally.count(ROWS);
    if (Scores.rank(outcome.referenceScores(), outcome.label()) < k) {
      tally.count(REFERENCE);
    }
    if (Scores.rank(outcome.candidateScores(), outcome.label()) < k) {
      tally.count(CANDIDATE);
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    long rows = tally.counted(ROWS);
    if (rows > 0) {
      double reference = 100.0 * tally.counted(REFERENCE) / rows;
      double candidate = 100.0 * tally.counted(CANDIDATE) / rows;
      Paired.higher(measures, name(), reference, candidate);
    }
    return measures;
  }
}
