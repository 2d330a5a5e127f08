package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * TensorRT's entropy calibration as NVIDIA's pytorch-quantization publishes it: magnitudes in 2048
 * bins from zero, the first bin counted like the second; of the first 128, 129, ... bins those
 * whose 128 levels have the least divergence from them, values beyond counted in the last bin. The
 * last of equal ones is taken. TensorRT's own histogram grows with the order of batches; that is
 * not followed.
 */
final class TensorRtEntropySolver implements RangeSolver {

  private static final int START = 128;

  @Override
  public String name() {
    return "tensorrt-entropy";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    LinearBins histogram = LinearBins.ofMagnitudes(values, options.peers().histogramBins());
    return magnitudes(values, histogram.edge(bins(histogram.counts(), START)));
  }

  /** The range of a bound on magnitudes: one-sided if the values are. */
  static Range magnitudes(HistogramSketch values, float bound) {
    return new Range(values.min() >= 0 ? 0f : -bound, values.max() <= 0 ? 0f : bound);
  }

  /** How many of the bins the range covers. */
  static int bins(double[] histogram, int levels) {
    MergedDivergence divergence = new MergedDivergence(histogram, levels);
    int best = histogram.length;
    double least = Double.POSITIVE_INFINITY;
    for (int i = Math.min(START, histogram.length); i <= histogram.length; i++) {
      double candidate = divergence.of(i, least);
      if (candidate <= least) {
        least = candidate;
        best = i;
      }
    }
    return best;
  }
}
