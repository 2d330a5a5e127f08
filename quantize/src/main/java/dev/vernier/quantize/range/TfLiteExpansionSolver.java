package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;

/**
 * TFLite's HISTOGRAM_MSE_MAX_FREQUENCY and HISTOGRAM_MSE_SYMMETRIC: from the fullest or the middle
 * bin, the range grows by a bin to the left and to the right in turn; the best on the way is taken.
 */
final class TfLiteExpansionSolver implements RangeSolver {

  private final String name;
  private final boolean fromFullest;

  private TfLiteExpansionSolver(String name, boolean fromFullest) {
    this.name = name;
    this.fromFullest = fromFullest;
  }

  static TfLiteExpansionSolver fromFullest() {
    return new TfLiteExpansionSolver("tflite-mse-max-frequency", true);
  }

  static TfLiteExpansionSolver fromMiddle() {
    return new TfLiteExpansionSolver("tflite-mse-symmetric", false);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    TfLiteHistogram histogram =
        TfLiteHistogram.of(states.histogram(), options.peers().tfliteBins());
    return solve(histogram, fromFullest ? histogram.fullest() : histogram.bins() / 2);
  }

  /** The calibrator's answer for a histogram. */
  static Range solve(TfLiteHistogram histogram, int start) {
    Expansion expansion = new Expansion(histogram, start);
    expansion.run();
    return histogram.range(expansion.bestLeft, expansion.bestRight);
  }

  static double leastError(TfLiteHistogram histogram, int start) {
    Expansion expansion = new Expansion(histogram, start);
    expansion.run();
    return expansion.best;
  }

  private static final class Expansion {
    private final TfLiteHistogram histogram;
    private int left;
    private int right;
    private double best = Double.POSITIVE_INFINITY;
    private int bestLeft;
    private int bestRight;

    Expansion(TfLiteHistogram histogram, int start) {
      this.histogram = histogram;
      this.left = start;
      this.right = start;
      this.bestRight = histogram.bins() - 1;
    }

    void run() {
      boolean moveLeft = true;
      int last = histogram.bins() - 1;
      while (left > 0 || right < last) {
        if ((moveLeft && left > 0) || right == last) {
          left--;
        } else {
          right++;
        }
        moveLeft = !moveLeft;
        compare();
      }
    }

    /** Equal errors prefer the range with the lower bounds, as the comparison of tuples does. */
    private void compare() {
      double error = histogram.error(left, right, best);
      boolean lower = left < bestLeft || (left == bestLeft && right < bestRight);
      if (error < best || (error == best && lower)) {
        best = error;
        bestLeft = left;
        bestRight = right;
      }
    }
  }
}
