package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * ONNX Runtime's Percentile calibration on the histogram of all values: of 2048 bins between the
 * smallest and the largest magnitude, the lower edge of that in which the percentile is reached,
 * both ways, and not beyond the extremes. Read in release 1.30. Its histogram's bins follow the
 * first batch; that is not followed.
 */
final class OrtPercentileSolver implements RangeSolver {

  @Override
  public String name() {
    return "ort-percentile";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    HistogramSketch magnitudes = values.min() >= 0 ? values : values.absolute();
    LinearBins histogram =
        LinearBins.of(
            magnitudes, options.peers().histogramBins(), magnitudes.min(), magnitudes.max());
    return solve(histogram, options.percentile(), values.min(), values.max());
  }

  /** The calibrator's answer for a histogram of magnitudes. */
  static Range solve(LinearBins histogram, double percentile, float min, float max) {
    float bound = histogram.edge(histogram.firstReaching(percentile / 100));
    float low = Math.max(-bound, min);
    return new Range(low, Math.max(low, Math.min(bound, max)));
  }
}
