package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Area under the receiver operating characteristic, exact: the share of pairs of a positive and a
 * negative row that the score puts in the right order, ties counting half. With two classes or a
 * single score it is that of class 1; with more, each class against the rest by its probability,
 * and the mean over the classes of which there are both positive and negative rows. Its state holds
 * every distinct score, 50 bytes each.
 */
final class RocAuc implements Metric {
  /** More classes would make states of hundreds of scores a row. */
  private static final int MOST_CLASSES = 100;

  private final Probabilities probabilities;

  RocAuc(ValidationConfig config) {
    this.probabilities = new Probabilities(config.annotation());
  }

  @Override
  public String name() {
    return "roc-auc";
  }

  @Override
  public void update(Outcome outcome, Tally tally) throws BadRowException {
    Tensor scores = outcome.referenceScores();
    if (outcome.label() < 0 || !(scores.size() == 1 || outcome.classifies())) {
      return;
    }
    if (scores.size() > MOST_CLASSES) {
      throw new BadRowException(
          "roc-auc of " + scores.size() + " classes; expected at most " + MOST_CLASSES);
    }
    boolean given = probabilities.areGiven(scores);
    add(tally, Paired.REFERENCE, scores, given, outcome.label());
    add(tally, Paired.CANDIDATE, outcome.candidateScores(), given, outcome.label());
  }

  private static void add(Tally tally, long model, Tensor scores, boolean given, long label) {
    if (scores.size() == 1) {
      tally.tabulate(1, model, 1, ordered(scores.doubleAt(0)), label);
      return;
    }
    double[] logs = Probabilities.logs(scores, given);
    if (logs.length == 2) {
      tally.tabulate(1, model, 1, ordered(logs[1] - logs[0]), label == 1 ? 1 : 0);
      return;
    }
    for (int i = 0; i < logs.length; i++) {
      tally.tabulate(1, model, i, ordered(logs[i]), label == i ? 1 : 0);
    }
  }

  /** The bits of a double as a number in the order of the doubles, NaN lowest, both zeros equal. */
  static long ordered(double value) {
    if (Double.isNaN(value)) {
      return Long.MIN_VALUE;
    }
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits >= 0 ? bits : bits ^ Long.MAX_VALUE;
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    double reference = mean(tally, Paired.REFERENCE);
    double candidate = mean(tally, Paired.CANDIDATE);
    if (!Double.isNaN(reference) && !Double.isNaN(candidate)) {
      Paired.higher(measures, name(), reference, candidate);
    }
    return measures;
  }

  /** NaN where no class has both positive and negative rows. */
  private static double mean(Tally tally, long model) {
    double sum = 0;
    int classes = 0;
    SortedMap<long[], Long> rest = tally.table(model);
    while (!rest.isEmpty()) {
      long index = rest.firstKey()[1];
      double area = area(tally.table(model, index));
      if (!Double.isNaN(area)) {
        sum += area;
        classes++;
      }
      rest = rest.tailMap(new long[] {model, index + 1});
    }
    return sum / classes;
  }

  /** Scores ascend, so every positive row wins against the negative rows before it. */
  private static double area(SortedMap<long[], Long> scores) {
    double wins = 0;
    long negatives = 0;
    long positives = 0;
    long tiedNegatives = 0;
    long score = Long.MIN_VALUE;
    for (Map.Entry<long[], Long> entry : scores.entrySet()) {
      long[] key = entry.getKey();
      if (key[2] != score) {
        negatives += tiedNegatives;
        tiedNegatives = 0;
        score = key[2];
      }
      if (key[3] == 0) {
        tiedNegatives = entry.getValue();
      } else {
        positives += entry.getValue();
        wins += entry.getValue() * (negatives + 0.5 * tiedNegatives);
      }
    }
    negatives += tiedNegatives;
    return wins / ((double) positives * negatives);
  }
}
