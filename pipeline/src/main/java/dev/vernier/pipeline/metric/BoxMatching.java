package dev.vernier.pipeline.metric;

import java.util.List;

/**
 * Which detections of one image and class hit which right boxes, as COCO's evaluation decides it:
 * detections by descending score each take the right box that they overlap most, of those still
 * free and overlapped enough; right boxes that do not count (crowds, or outside the range of areas)
 * are taken only where no other is, and a crowd any number of times. A detection that takes one of
 * them, or none and is outside the range of areas itself, counts neither for nor against.
 */
final class BoxMatching {
  /** Overlaps from 0.50 to 0.95. */
  static final int THRESHOLDS = 10;

  /** Smallest and largest area of each range: all, small, medium, large. */
  private static final double[][] AREAS = {
    {0, 1e10}, {0, 32 * 32}, {32 * 32, 96 * 96}, {96 * 96, 1e10}
  };

  static final int RANGES = AREAS.length;

  private final List<Detection> detections;
  private final List<TruthBox> truth;

  /** Bit of range r and threshold t of a detection: {@code r * THRESHOLDS + t}. */
  private final long[] hits;

  private final long[] ignored;

  BoxMatching(List<Detection> detections, List<TruthBox> truth) {
    this.detections = detections;
    this.truth = truth;
    this.hits = new long[detections.size()];
    this.ignored = new long[detections.size()];
    for (int range = 0; range < RANGES; range++) {
      for (int t = 0; t < THRESHOLDS; t++) {
        match(range, t);
      }
    }
  }

  static double threshold(int t) {
    return (50 + 5 * t) / 100.0;
  }

  long hits(int detection) {
    return hits[detection];
  }

  long ignored(int detection) {
    return ignored[detection];
  }

  /** Right boxes that count in a range of areas. */
  long counting(int range) {
    return truth.stream().filter(t -> !isIgnored(t, range)).count();
  }

  private static boolean isIgnored(TruthBox box, int range) {
    return box.crowd() || outside(box.box().area(), range);
  }

  private static boolean outside(double area, int range) {
    return area < AREAS[range][0] || area > AREAS[range][1];
  }

  private void match(int range, int t) {
    boolean[] taken = new boolean[truth.size()];
    long bit = 1L << (range * THRESHOLDS + t);
    for (int d = 0; d < detections.size(); d++) {
      int best = best(detections.get(d).box(), taken, range, threshold(t));
      if (best < 0) {
        ignored[d] |= outside(detections.get(d).box().area(), range) ? bit : 0;
      } else {
        taken[best] = true;
        hits[d] |= bit;
        ignored[d] |= isIgnored(truth.get(best), range) ? bit : 0;
      }
    }
  }

  /** The right box to take; of equal overlaps the later one, as in COCO's code; -1 if none. */
  private int best(Box box, boolean[] taken, int range, double least) {
    int best = best(box, taken, range, least, false);
    return best >= 0 ? best : best(box, taken, range, least, true);
  }

  private int best(Box box, boolean[] taken, int range, double least, boolean ignoredOnes) {
    int best = -1;
    double most = Math.min(least, 1 - 1e-10);
    for (int g = 0; g < truth.size(); g++) {
      TruthBox right = truth.get(g);
      if (isIgnored(right, range) != ignoredOnes || (taken[g] && !right.crowd())) {
        continue;
      }
      double overlap = box.overlap(right.box(), right.crowd());
      if (overlap >= most) {
        most = overlap;
        best = g;
      }
    }
    return best;
  }
}
