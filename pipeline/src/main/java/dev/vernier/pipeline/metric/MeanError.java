package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mean over rows of the mean squared ({@code mse}) or absolute ({@code mae}) difference between the
 * output's elements and the target's. Rows on which it is not finite do not count.
 */
final class MeanError implements Metric {
  private static final int ROWS = 0;

  private final String name;
  private final boolean squares;
  private final Target target;

  private MeanError(String name, boolean squares, ValidationConfig config) {
    this.name = name;
    this.squares = squares;
    this.target = new Target(config.annotation());
  }

  static MeanError squared(ValidationConfig config) {
    return new MeanError("mse", true, config);
  }

  static MeanError absolute(ValidationConfig config) {
    return new MeanError("mae", false, config);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int counters() {
    return 1;
  }

  @Override
  public int sums() {
    return 2;
  }

  @Override
  public List<String> columns() {
    return target.columns();
  }

  @Override
  public void update(Outcome outcome, Tally tally) throws BadRowException {
    if (!target.isKnown()) {
      return;
    }
    double[] wanted = target.values(outcome, outcome.referenceScores().size());
    double reference = mean(outcome.referenceScores(), wanted, squares);
    double candidate = mean(outcome.candidateScores(), wanted, squares);
    if (Double.isFinite(reference) && Double.isFinite(candidate)) {
      tally.count(ROWS);
      tally.add(Paired.REFERENCE, reference);
      tally.add(Paired.CANDIDATE, candidate);
    }
  }

  /** Summed in the order of the elements. */
  static double mean(Tensor output, double[] wanted, boolean squares) {
    double sum = 0;
    for (int i = 0; i < wanted.length; i++) {
      double difference = output.doubleAt(i) - wanted[i];
      sum += squares ? difference * difference : Math.abs(difference);
    }
    return sum / wanted.length;
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    long rows = tally.counted(ROWS);
    if (rows > 0) {
      double reference = tally.sum(Paired.REFERENCE) / rows;
      Paired.lower(measures, name, reference, tally.sum(Paired.CANDIDATE) / rows);
    }
    return measures;
  }
}
