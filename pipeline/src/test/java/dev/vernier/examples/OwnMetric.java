package dev.vernier.examples;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.pipeline.metric.Metric;
import dev.vernier.pipeline.metric.MetricProvider;
import dev.vernier.pipeline.metric.Outcome;
import dev.vernier.pipeline.metric.Tally;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A metric of one's own: the cost of wrong answers where each costs the distance between the
 * classes, as for grades. Named in {@code META-INF/services} and in {@code validation.metrics}.
 */
public final class OwnMetric implements MetricProvider {
  @Override
  public String name() {
    return "grade-distance";
  }

  @Override
  public Metric create(ValidationConfig config) {
    return new GradeDistance();
  }

  /** Counters only, so that parts merge exactly in any order. */
  private static final class GradeDistance implements Metric {
    private static final int ROWS = 0;
    private static final int REFERENCE = 1;
    private static final int CANDIDATE = 2;

    @Override
    public String name() {
      return "grade-distance";
    }

    @Override
    public int counters() {
      return 3;
    }

    @Override
    public void update(Outcome outcome, Tally tally) {
      if (outcome.labelled()) {
        tally.count(ROWS);
        tally.count(REFERENCE, distance(outcome.referenceScores().toFloats(), outcome.label()));
        tally.count(CANDIDATE, distance(outcome.candidateScores().toFloats(), outcome.label()));
      }
    }

    private static long distance(float[] scores, long label) {
      int best = 0;
      for (int i = 1; i < scores.length; i++) {
        best = scores[i] > scores[best] ? i : best;
      }
      return Math.abs(best - label);
    }

    @Override
    public Map<String, Double> measures(Tally tally) {
      Map<String, Double> measures = new LinkedHashMap<>();
      double rows = tally.counted(ROWS);
      if (rows > 0) {
        measures.put("reference.grade-distance", tally.counted(REFERENCE) / rows);
        measures.put("grade-distance", tally.counted(CANDIDATE) / rows);
        measures.put(
            "drop.grade-distance", (tally.counted(CANDIDATE) - tally.counted(REFERENCE)) / rows);
      }
      return measures;
    }
  }
}
