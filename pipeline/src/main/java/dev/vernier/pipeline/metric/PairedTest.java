package dev.vernier.pipeline.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a loss of accuracy can be chance, from the rows that only one of the models gets right:
 * McNemar's exact two-sided test, and a 95 % confidence interval of the loss in percentage points
 * by Agresti and Min (half a row added to each of the four cells).
 */
final class PairedTest implements Metric {
  private static final int ROWS = 0;
  private static final int ONLY_REFERENCE = 1;
  private static final int ONLY_CANDIDATE = 2;

  /** 97.5 % quantile of the normal distribution. */
  private static final double Z = 1.959963984540054;

  @Override
  public String name() {
    return "mcnemar";
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
    boolean reference = Scores.best(outcome.referenceScores()) == outcome.label();
    boolean candidate = Scores.best(outcome.candidateScores()) == outcome.label();
    if (reference != candidate) {
      tally.count(reference ? ONLY_REFERENCE : ONLY_CANDIDATE);
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    long rows = tally.counted(ROWS);
    if (rows > 0) {
      long lost = tally.counted(ONLY_REFERENCE);
      long won = tally.counted(ONLY_CANDIDATE);
      double adjusted = rows + 2.0;
      double difference = (lost - won) / adjusted;
      double spread = Math.sqrt(lost + won + 1 - (lost - won) * difference) / adjusted;
      measures.put("mcnemar.lost", (double) lost);
      measures.put("mcnemar.won", (double) won);
      measures.put("mcnemar.p", pValue(lost, won));
      measures.put("drop.low", 100 * (difference - Z * spread));
      measures.put("drop.high", 100 * (difference + Z * spread));
    }
    return measures;
  }

  /** Probability of a split at least as uneven if both ways were equally likely. */
  static double pValue(long lost, long won) {
    long n = lost + won;
    double logTerm = -n * StrictMath.log(2);
    double tail = 0;
    for (long i = 0; i <= Math.min(lost, won); i++) {
      tail += StrictMath.exp(logTerm);
      logTerm += StrictMath.log((double) (n - i) / (i + 1));
    }
    return Math.min(1, 2 * tail);
  }
}
