package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;

/**
 * TFLite's HISTOGRAM_MSE_BRUTEFORCE: of all pairs of bin middles the one with the least squared
 * error; equal ones prefer the lower bounds.
 */
final class TfLiteBruteForceSolver implements RangeSolver {

  @Override
  public String name() {
    return "tflite-mse-bruteforce";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    return solve(TfLiteHistogram.of(states.histogram(), options.peers().tfliteBins()));
  }

  /** The calibrator's answer for a histogram. */
  static Range solve(TfLiteHistogram histogram) {
    // A good pair first, so that hopeless ones are seen to be so early.
    double limit = TfLiteExpansionSolver.leastError(histogram, histogram.fullest());
    double best = Double.POSITIVE_INFINITY;
    int bestLeft = 0;
    int bestRight = histogram.bins() - 1;
    for (int left = 0; left < histogram.bins(); left++) {
      for (int right = left + 1; right < histogram.bins(); right++) {
        double error = histogram.error(left, right, Math.min(best, limit));
        if (error < best) {
          best = error;
          bestLeft = left;
          bestRight = right;
        }
      }
    }
    return histogram.range(bestLeft, bestRight);
  }
}
