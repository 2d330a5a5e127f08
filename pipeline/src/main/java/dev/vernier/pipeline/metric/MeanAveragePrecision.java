package dev.vernier.pipeline.metric;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Average precision of boxes as COCO defines it: precision at 101 recalls, the mean over overlaps
 * from 0.50 to 0.95 and over classes ({@code map}), at single overlaps ({@code map.50}, {@code
 * map.75}), of objects of small, medium and large area in pixels of the model's input ({@code
 * map.small} ...), and the mean recall of at most 100 boxes an image ({@code recall.100}). Where
 * COCO's code leaves detections of equal score in the order of images, here the rows' identities
 * order them. The state holds 80 bytes a detection.
 */
final class MeanAveragePrecision implements Metric {
  /** Boxes of an image at most. */
  private static final int MOST = 100;

  private static final int RECALLS = 101;

  /** First element of a key: detections of each model by {@link Paired}, then right boxes. */
  private static final long TRUTH = 2;

  private final BoxDecoder decoder;
  private final TruthBoxes truth;
  private final boolean free;
  private final double confidence;

  MeanAveragePrecision(ValidationConfig config) {
    this.decoder = new BoxDecoder(config.detection());
    this.truth = new TruthBoxes(config.detection(), decoder.width(), decoder.height());
    this.free = config.annotation().free();
    this.confidence = config.annotation().minConfidence();
  }

  @Override
  public String name() {
    return "map";
  }

  @Override
  public List<String> columns() {
    return free ? List.of() : truth.columns();
  }

  @Override
  public void update(Outcome outcome, Tally tally) throws BadRowException {
    if (!free && !truth.areKnown()) {
      return;
    }
    List<Detection> reference = decode(outcome, outcome.reference());
    List<Detection> candidate = decode(outcome, outcome.candidate());
    List<TruthBox> right = free ? confident(reference) : truth.of(outcome.row());
    TreeSet<Integer> classes = new TreeSet<>();
    reference.forEach(d -> classes.add(d.label()));
    candidate.forEach(d -> classes.add(d.label()));
    right.forEach(t -> classes.add(t.label()));
    long identity = java.nio.ByteBuffer.wrap(outcome.identity()).getLong();
    for (int label : classes) {
      List<TruthBox> own = right.stream().filter(t -> t.label() == label).toList();
      count(tally, label, new BoxMatching(List.of(), own));
      add(tally, Paired.REFERENCE, label, reference, own, identity);
      add(tally, Paired.CANDIDATE, label, candidate, own, identity);
    }
  }

  private List<Detection> decode(Outcome outcome, List<Tensor> outputs) throws BadRowException {
    return decoder.decode(outcome.names(), outputs, MOST);
  }

  private List<TruthBox> confident(List<Detection> detections) {
    return detections.stream()
        .filter(d -> d.score() >= confidence)
        .map(d -> new TruthBox(d.box(), d.label(), false))
        .toList();
  }

  private static void count(Tally tally, int label, BoxMatching matching) {
    for (int range = 0; range < BoxMatching.RANGES; range++) {
      long boxes = matching.counting(range);
      if (boxes > 0) {
        tally.tabulate(boxes, TRUTH, label, range);
      }
    }
  }

  private static void add(
      Tally tally,
      long model,
      int label,
      List<Detection> all,
      List<TruthBox> truth,
      long identity) {
    List<Detection> own = all.stream().filter(d -> d.label() == label).toList();
    BoxMatching matching = new BoxMatching(own, truth);
    for (int i = 0; i < own.size(); i++) {
      long descending = -RocAuc.ordered(own.get(i).score());
      tally.tabulate(
          1, model, label, descending, identity, i, matching.hits(i), matching.ignored(i));
    }
  }

  @Override
  public Map<String, Double> measures(Tally tally) {
    Map<String, Double> measures = new LinkedHashMap<>();
    if (tally.table(TRUTH).isEmpty()) {
      return measures;
    }
    Map<String, Double> reference = averages(tally, Paired.REFERENCE);
    Map<String, Double> candidate = averages(tally, Paired.CANDIDATE);
    reference.forEach((name, value) -> Paired.higher(measures, name, value, candidate.get(name)));
    return measures;
  }

  private static Map<String, Double> averages(Tally tally, long model) {
    Map<String, Double> averages = new LinkedHashMap<>();
    String[] ranges = {"map", "map.small", "map.medium", "map.large"};
    for (int range = 0; range < ranges.length; range++) {
      List<double[]> curves = curves(tally, model, range);
      if (!curves.isEmpty()) {
        averages.put(ranges[range], mean(curves, 0, 2 * BoxMatching.THRESHOLDS, 2));
      }
      if (range == 0 && !curves.isEmpty()) {
        averages.put("map.50", mean(curves, 0, 1, 2));
        averages.put("map.75", mean(curves, 10, 11, 2));
        averages.put("recall.100", mean(curves, 1, 2 * BoxMatching.THRESHOLDS, 2));
      }
    }
    return averages;
  }

  private static double mean(List<double[]> curves, int from, int to, int step) {
    double sum = 0;
    int count = 0;
    for (double[] curve : curves) {
      for (int i = from; i < to; i += step) {
        sum += curve[i];
        count++;
      }
    }
    return sum / count;
  }

  /** Of every class with right boxes: average precision and recall at each overlap, in turn. */
  private static List<double[]> curves(Tally tally, long model, int range) {
    List<double[]> curves = new ArrayList<>();
    for (Map.Entry<long[], Long> entry : tally.table(TRUTH).entrySet()) {
      if (entry.getKey()[2] == range) {
        long label = entry.getKey()[1];
        double[] curve = new double[2 * BoxMatching.THRESHOLDS];
        for (int t = 0; t < BoxMatching.THRESHOLDS; t++) {
          long bit = 1L << (range * BoxMatching.THRESHOLDS + t);
          curve(tally, model, label, bit, entry.getValue(), curve, 2 * t);
        }
        curves.add(curve);
      }
    }
    return curves;
  }

  private static void curve(
      Tally tally, long model, long label, long bit, long boxes, double[] to, int at) {
    List<double[]> points = new ArrayList<>();
    double hits = 0;
    double misses = 0;
    for (Map.Entry<long[], Long> entry : tally.table(model, label).entrySet()) {
      long[] key = entry.getKey();
      for (long n = 0; n < entry.getValue() && (key[6] & bit) == 0; n++) {
        hits += (key[5] & bit) != 0 ? 1 : 0;
        misses += (key[5] & bit) == 0 ? 1 : 0;
        points.add(new double[] {hits / boxes, hits / (hits + misses)});
      }
    }
    to[at] = averagePrecision(points);
    to[at + 1] = hits / boxes;
  }

  /** Mean of the highest precision at or beyond each of 101 recalls; 0 where none is reached. */
  private static double averagePrecision(List<double[]> points) {
    for (int i = points.size() - 2; i >= 0; i--) {
      points.get(i)[1] = Math.max(points.get(i)[1], points.get(i + 1)[1]);
    }
    double sum = 0;
    int point = 0;
    for (int r = 0; r < RECALLS; r++) {
      // The same grid as numpy.linspace(0, 1, 101).
      double recall = r * 0.01;
      while (point < points.size() && points.get(point)[0] < recall) {
        point++;
      }
      sum += point < points.size() ? points.get(point)[1] : 0;
    }
    return sum / RECALLS;
  }
}
