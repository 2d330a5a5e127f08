package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Mean over rows of the Kullback-Leibler divergence of the candidate's class probabilities from the
 * floating-point model's, in nats. It needs no labels and, unlike an accuracy, moves with every
 * row. Probabilities below 1e-7 count as that much.
 */
final class ScoreDivergence implements Metric {
  private static final int ROWS = 0;
  private static final int DIVERGENCE = 0;

  private final Probabilities probabilities;

  ScoreDivergence(ValidationConfig config) {
    this.probabilities = new Probabilities(config.annotation());
  }

  @Override
  public String name() {
    return "divergence";
  }

  @Override
  public int counters() {
    return 1;
  }

  @Override
  public int sums() {
    return 1;
  }

  @Override
  public void update(Outcome outcome, Tally tally) {
    if (!outcome.classifies()) {
      return;
    }
    boolean given = probabilities.areGiven(outcome.referenceScores());
    double[] reference = Probabilities.logs(outcome.referenceScores(), given);
    double[] candidate = Probabilities.logs(outcome.candidateScores(), given);
    double divergence = 0;
    for (int i = 0; i < reference.length; i++) {
      divergence += StrictMath.exp(reference[i]) * (reference[i] - candidate[i]);
    }
    if (Double.isFinite(divergence)) {
      tally.count(ROWS);
      tally.add(DIVERGENCE, divergence);
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    if (tally.counted(ROWS) > 0) {
      double mean = tally.sum(DIVERGENCE) / tally.counted(ROWS);
      measures.put(name(), mean);
      measures.put("drop." + name(), mean);
    }
    return measures;
  }
}
