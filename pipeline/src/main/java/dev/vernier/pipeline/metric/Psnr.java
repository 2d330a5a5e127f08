package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.pipeline.data.BadRowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Peak signal to noise ratio of the output against the target, {@code 10 log10(peak^2 / mse)} of a
 * row, the mean over rows, in decibels. Rows on which a model's output equals the target have no
 * finite ratio: they are left out of that model's mean and counted.
 */
final class Psnr implements Metric {
  /** Rows with a finite ratio, a model; then rows without noise, a model. */
  private static final int EQUAL = 2;

  private final double peak;
  private final Target target;

  Psnr(ValidationConfig config) {
    this.peak = config.annotation().peak();
    this.target = new Target(config.annotation());
  }

  @Override
  public String name() {
    return "psnr";
  }

  @Override
  public int counters() {
    return 4;
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
    double reference = MeanError.mean(outcome.referenceScores(), wanted, true);
    double candidate = MeanError.mean(outcome.candidateScores(), wanted, true);
    if (Double.isFinite(reference) && Double.isFinite(candidate)) {
      add(tally, Paired.REFERENCE, reference);
      add(tally, Paired.CANDIDATE, candidate);
    }
  }

  private void add(Tally tally, int model, double squaredError) {
    if (squaredError == 0) {
      tally.count(EQUAL + model);
    } else {
      tally.count(model);
      tally.add(model, Sqnr.decibels(peak * peak, squaredError));
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    if (rows(tally, Paired.CANDIDATE) > 0) {
      double reference = mean(tally, Paired.REFERENCE);
      double candidate = mean(tally, Paired.CANDIDATE);
      measures.put("reference." + name(), reference);
      measures.put(name(), candidate);
      if (Double.isFinite(reference) && Double.isFinite(candidate)) {
        measures.put("drop." + name(), reference - candidate);
      }
      measures.put("psnr.equal-rows", (double) tally.counted(EQUAL + Paired.CANDIDATE));
    }
    return measures;
  }

  private static long rows(Tally tally, int model) {
    return tally.counted(model) + tally.counted(EQUAL + model);
  }

  /** Infinite where every row equals its target. */
  private static double mean(Tally tally, int model) {
    long rows = tally.counted(model);
    return rows == 0 ? Double.POSITIVE_INFINITY : tally.sum(model) / rows;
  }
}
