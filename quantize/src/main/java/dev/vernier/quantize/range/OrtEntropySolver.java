package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;
import java.util.Arrays;

/**
 * ONNX Runtime's Entropy calibration on the histogram of all values, between minus and plus the
 * largest magnitude: of the windows about the middle, from 128 bins on, the first whose 128 levels
 * have the least divergence from it, in numpy's single precision. With its 128 bins there is one
 * window, so it equals minmax. Read in release 1.30. Its bins follow the first batch; that is not
 * followed.
 */
final class OrtEntropySolver implements RangeSolver {

  private static final int LEVELS = 128;
  private static final float SMOOTH = 1e-4f;

  @Override
  public String name() {
    return "ort-entropy-128";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    float bound = values.absMax();
    LinearBins histogram = LinearBins.of(values, options.peers().ortEntropyBins(), -bound, bound);
    return solve(histogram, values.min(), values.max());
  }

  /** The calibrator's answer for a histogram and the extremes of its values. */
  static Range solve(LinearBins histogram, float min, float max) {
    int middle = histogram.size() / 2;
    int best = LEVELS / 2;
    double least = Double.POSITIVE_INFINITY;
    for (int i = LEVELS / 2; i <= middle; i++) {
      int end = Math.min(middle + i + 1, histogram.size());
      double candidate = divergence(histogram.counts(), middle - i, end);
      if (candidate < least) {
        least = candidate;
        best = i;
      }
    }
    float low = histogram.edge(Math.max(0, middle - best));
    float high = histogram.edge(Math.min(middle + best + 1, histogram.size()));
    low = Math.max(low, min);
    return new Range(low, Math.max(low, Math.min(high, max)));
  }

  private static double divergence(double[] counts, int start, int end) {
    double[] inside = Arrays.copyOfRange(counts, start, end);
    double[] p = inside.clone();
    p[0] += Arrays.stream(counts, 0, start).sum();
    p[p.length - 1] += Arrays.stream(counts, end, counts.length).sum();
    return relative(smooth(p), smooth(spread(inside, p)));
  }

  /** Whole numbers, for the calibrator truncates; a level's empty bins get its share too. */
  private static double[] spread(double[] inside, double[] p) {
    int merged = inside.length / LEVELS;
    double[] q = new double[p.length];
    for (int level = 0; level < LEVELS; level++) {
      int from = level * merged;
      int to = from + merged;
      int values = level == LEVELS - 1 ? inside.length : to;
      double sum = Arrays.stream(inside, from, values).sum();
      long used = Arrays.stream(p, from, to).filter(count -> count != 0).count();
      if (used != 0) {
        Arrays.fill(q, from, to, Math.floor(sum / used));
      }
    }
    return q;
  }

  /** Takes a ten-thousandth for each empty bin from the others; nothing if all are empty. */
  private static float[] smooth(double[] counts) {
    long zeros = Arrays.stream(counts).filter(count -> count == 0).count();
    if (zeros == counts.length) {
      return new float[0];
    }
    float taken = (float) (1e-4 * zeros / (counts.length - zeros));
    float[] smoothed = new float[counts.length];
    for (int i = 0; i < counts.length; i++) {
      smoothed[i] = counts[i] == 0 ? SMOOTH : (float) counts[i] - taken;
    }
    return smoothed;
  }

  private static double relative(float[] p, float[] q) {
    if (p.length == 0 || q.length == 0) {
      return Double.POSITIVE_INFINITY;
    }
    float sumP = PairwiseSum.of(p);
    float sumQ = PairwiseSum.of(q);
    float[] terms = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      float share = p[i] / sumP;
      terms[i] = share * (float) StrictMath.log(share / (q[i] / sumQ));
    }
    return PairwiseSum.of(terms);
  }
}
