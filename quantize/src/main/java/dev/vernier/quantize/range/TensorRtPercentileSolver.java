package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import dev.vernier.stats.HistogramSketch;

/**
 * The percentile calibration of NVIDIA's pytorch-quantization and ModelOpt: the lower edge of the
 * bin, of 2048 from zero to the largest magnitude, in which the share is reached.
 */
final class TensorRtPercentileSolver implements RangeSolver {

  @Override
  public String name() {
    return "tensorrt-percentile";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    HistogramSketch values = states.histogram();
    LinearBins histogram = LinearBins.ofMagnitudes(values, options.peers().histogramBins());
    int bin = histogram.firstReaching(options.peers().tensorRtPercentile() / 100);
    return TensorRtEntropySolver.magnitudes(values, histogram.edge(bin));
  }
}
