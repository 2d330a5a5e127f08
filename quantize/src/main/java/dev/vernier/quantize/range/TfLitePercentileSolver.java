package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.PeerOptions;
import dev.vernier.quantize.Range;

/** TFLite's HISTOGRAM_PERCENTILE: the middles of the bins that hold two percentiles. */
final class TfLitePercentileSolver implements RangeSolver {

  @Override
  public String name() {
    return "tflite-percentile";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    PeerOptions peers = options.peers();
    return solve(
        TfLiteHistogram.of(states.histogram(), peers.tfliteBins()),
        peers.tfliteMinPercentile(),
        peers.tfliteMaxPercentile());
  }

  /** The calibrator's answer for a histogram. */
  static Range solve(TfLiteHistogram histogram, double minPercentile, double maxPercentile) {
    double total = 0;
    for (int i = 0; i < histogram.bins(); i++) {
      total += histogram.count(i);
    }
    int low = 0;
    int high = 0;
    double sum = 0;
    for (int i = 0; i < histogram.bins() - 1; i++) {
      sum += histogram.count(i);
      low += sum / total <= minPercentile / 100 ? 1 : 0;
      high += sum / total < maxPercentile / 100 ? 1 : 0;
    }
    return histogram.range(Math.min(low, high), high);
  }
}
