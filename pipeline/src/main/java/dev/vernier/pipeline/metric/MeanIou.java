package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Mean intersection over union of segmentation masks, over the classes that occur in targets or
 * predictions, and the share of pixels that are right, both from 0 to 1. The output is scores [1,
 * classes, height, width], of which the highest counts, the first of equal ones, or a mask of class
 * indices [1, 1, height, width] or [1, height, width].
 */
final class MeanIou implements Metric {
  private final Target target;

  MeanIou(ValidationConfig config) {
    this.target = new Target(config.annotation());
  }

  @Override
  public String name() {
    return "miou";
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
    long[] reference = mask(outcome.referenceScores());
    long[] candidate = mask(outcome.candidateScores());
    long[] truth = target.isFree() ? reference : target.classes(outcome, reference.length);
    add(tally, Paired.REFERENCE, truth, reference);
    add(tally, Paired.CANDIDATE, truth, candidate);
  }

  private static long[] mask(Tensor output) throws BadRowException {
    int rank = output.rank();
    if (rank < 3 || rank > 4) {
      throw new BadRowException(
          "miou of an output of the shape "
              + java.util.Arrays.toString(output.dims())
              + "; expected [1, classes, height, width] or [1, height, width]");
    }
    int classes = rank == 4 ? output.dim(1) : 1;
    int pixels = output.size() / classes;
    long[] mask = new long[pixels];
    for (int p = 0; p < pixels; p++) {
      mask[p] = classes == 1 ? (long) output.doubleAt(p) : Scores.best(output, p, classes, pixels);
    }
    return mask;
  }

  private void add(Tally tally, long model, long[] truth, long[] predicted) {
    // Neighbouring pixels mostly agree, so runs of them are counted at once.
    int run = 1;
    for (int p = 0; p < truth.length; p += run) {
      run = 1;
      while (p + run < truth.length
          && truth[p + run] == truth[p]
          && predicted[p + run] == predicted[p]) {
        run++;
      }
      if (!target.ignores(truth[p])) {
        tally.tabulate(run, model, truth[p], predicted[p]);
      }
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    SortedMap<long[], Long> reference = tally.table(Paired.REFERENCE);
    SortedMap<long[], Long> candidate = tally.table(Paired.CANDIDATE);
    if (!reference.isEmpty()) {
      Paired.higher(measures, name(), mean(reference), mean(candidate));
      Paired.higher(measures, "pixel-accuracy", accuracy(reference), accuracy(candidate));
    }
    return measures;
  }

  private static double mean(SortedMap<long[], Long> confusion) {
    Map<Long, Long> hits = new TreeMap<>();
    Map<Long, Long> unions = new TreeMap<>();
    confusion.forEach(
        (key, count) -> {
          unions.merge(key[1], count, Long::sum);
          if (key[1] == key[2]) {
            hits.merge(key[1], count, Long::sum);
          } else {
            unions.merge(key[2], count, Long::sum);
          }
        });
    double sum = 0;
    for (Map.Entry<Long, Long> union : unions.entrySet()) {
      sum += (double) hits.getOrDefault(union.getKey(), 0L) / union.getValue();
    }
    return sum / unions.size();
  }

  private static double accuracy(SortedMap<long[], Long> confusion) {
    long right = 0;
    long all = 0;
    for (Map.Entry<long[], Long> entry : confusion.entrySet()) {
      all += entry.getValue();
      right += entry.getKey()[1] == entry.getKey()[2] ? entry.getValue() : 0;
    }
    return (double) right / all;
  }
}
