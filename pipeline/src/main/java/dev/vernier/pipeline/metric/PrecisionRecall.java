package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Precision, recall and F1: of one class ({@code binary}), their mean over the classes that occur
 * among labels or predictions ({@code macro}), and of all decisions together ({@code micro}). A
 * ratio with nothing below the line is 0, as in scikit-learn.
 */
final class PrecisionRecall implements Metric {
  private final int positive;
  private final Probabilities probabilities;

  PrecisionRecall(ValidationConfig config) {
    this.positive = config.annotation().positiveClass();
    this.probabilities = new Probabilities(config.annotation());
  }

  @Override
  public String name() {
    return "f1";
  }

  @Override
  public void update(Outcome outcome, Tally tally) {
    Tensor scores = outcome.referenceScores();
    boolean single = scores.size() == 1;
    if (outcome.label() < 0 || !(single || outcome.classifies())) {
      return;
    }
    boolean given = probabilities.areGiven(scores);
    tally.tabulate(1, Paired.REFERENCE, outcome.label(), predicted(scores, given));
    tally.tabulate(
        1, Paired.CANDIDATE, outcome.label(), predicted(outcome.candidateScores(), given));
  }

  /** A single score says yes above probability 0.5, which is logit 0. */
  private static long predicted(Tensor scores, boolean given) {
    if (scores.size() == 1) {
      return scores.doubleAt(0) > (given ? 0.5 : 0) ? 1 : 0;
    }
    return Scores.best(scores);
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    if (tally.table().isEmpty()) {
      return measures;
    }
    Map<String, double[]> reference = averages(tally, Paired.REFERENCE);
    Map<String, double[]> candidate = averages(tally, Paired.CANDIDATE);
    for (String average : reference.keySet()) {
      String[] kinds = {"precision.", "recall.", "f1."};
      for (int i = 0; i < kinds.length; i++) {
        double r = reference.get(average)[i];
        Paired.higher(measures, kinds[i] + average, r, candidate.get(average)[i]);
      }
    }
    return measures;
  }

  private Map<String, double[]> averages(Tally tally, long model) {
    Map<Long, Cells> classes = new TreeMap<>();
    Cells all = new Cells();
    tally
        .table(model)
        .forEach(
            (key, count) -> {
              Cells truth = classes.computeIfAbsent(key[1], k -> new Cells());
              Cells predicted = classes.computeIfAbsent(key[2], k -> new Cells());
              truth.labels += count;
              predicted.predictions += count;
              truth.hits += key[1] == key[2] ? count : 0;
              all.labels += count;
              all.predictions += count;
              all.hits += key[1] == key[2] ? count : 0;
            });
    Map<String, double[]> averages = new LinkedHashMap<>();
    averages.put("macro", macro(classes));
    averages.put("micro", all.ratios());
    averages.put("binary", classes.getOrDefault((long) positive, new Cells()).ratios());
    return averages;
  }

  private static double[] macro(Map<Long, Cells> classes) {
    double[] sums = new double[3];
    for (Cells cells : classes.values()) {
      double[] ratios = cells.ratios();
      Arrays.setAll(sums, i -> sums[i] + ratios[i]);
    }
    return Arrays.stream(sums).map(s -> s / classes.size()).toArray();
  }

  /** Rows with the label, rows with the prediction, and rows with both. */
  private static final class Cells {
    private long labels;
    private long predictions;
    private long hits;

    /** Precision, recall and F1. */
    double[] ratios() {
      return new double[] {
        ratio(hits, predictions), ratio(hits, labels), ratio(2 * hits, labels + predictions)
      };
    }

    private static double ratio(long part, long whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }
  }
}
