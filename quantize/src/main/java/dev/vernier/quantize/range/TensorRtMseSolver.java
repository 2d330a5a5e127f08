package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * The mse calibration of NVIDIA's pytorch-quantization and ModelOpt: magnitudes in 2048 bins from
 * zero, of the middles of bins 128, 129, ... the first that makes the least squared error on the
 * middles in 127 steps.
 */
final class TensorRtMseSolver implements RangeSolver {

  private static final int START = 128;
  private static final int STEPS = 127;
  private static final int SPOT_CHECKS = 16;

  @Override
  public String name() {
    return "tensorrt-mse";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    LinearBins histogram = LinearBins.ofMagnitudes(values, options.peers().histogramBins());
    return TensorRtEntropySolver.magnitudes(values, bound(histogram));
  }

  /** The calibrator's bound for a histogram of magnitudes. */
  static float bound(LinearBins histogram) {
    double[] middles = new double[histogram.size()];
    for (int i = 0; i < middles.length; i++) {
      middles[i] = histogram.edge(i) / 2 + histogram.edge(i + 1) / 2;
    }
    MidpointError error = new MidpointError(middles, histogram.counts());
    return (float) middles[first(middles, error, limit(middles, error))];
  }

  /** The error of the best of some candidates: no worse one need be summed up. */
  private static double limit(double[] middles, MidpointError error) {
    double limit = Double.POSITIVE_INFINITY;
    for (int i = middles.length - 1; i >= START; i -= middles.length / SPOT_CHECKS) {
      limit = Math.min(limit, error.of(middles[i] / STEPS, 0, -STEPS, STEPS, limit));
    }
    return limit;
  }

  private static int first(double[] middles, MidpointError error, double known) {
    int best = middles.length - 1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = Math.min(START, best); i < middles.length; i++) {
      double limit = Math.min(known, least);
      if (error.clipped(0, 0, middles[i], i) <= limit) {
        double candidate = error.of(middles[i] / STEPS, 0, -STEPS, STEPS, limit, i + 1);
        if (candidate <= limit && candidate < least) {
          least = candidate;
          best = i;
        }
      }
    }
    return best;
  }
}
