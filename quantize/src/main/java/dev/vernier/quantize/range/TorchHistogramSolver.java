package dev.vernier.quantize.range;

import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.Range;
import java.util.Arrays;

/**
 * PyTorch's HistogramObserver on the histogram of all values: the window of bins is narrowed, from
 * the side that drops more bins for 1e-5 of the values, until the expected squared error first
 * rises. Read in torch 2.13. What the observer does to its histogram from batch to batch depends on
 * their order and is not followed.
 */
final class TorchHistogramSolver implements RangeSolver {

  private static final double STEP = 1e-5;

  @Override
  public String name() {
    return "torch-histogram";
  }

  @Override
  public Range solve(TensorStates states, RangeTarget target, MethodOptions options) {
    float min = states.histogram().min();
    float max = states.histogram().max();
    return solve(
        LinearBins.of(states.histogram(), options.peers().histogramBins(), min, max),
        target.codes().steps() + 1);
  }

  /** The observer's answer for a histogram and a number of codes. */
  static Range solve(LinearBins histogram, int codes) {
    int[] window = window(histogram, codes);
    float low = histogram.at(window[0]);
    return new Range(low, Math.max(low, histogram.at(window[1] + 1)));
  }

  private static int[] window(LinearBins histogram, int codes) {
    NarrowingError error = new NarrowingError(histogram.counts(), codes);
    Narrowing narrowing = new Narrowing(histogram);
    int start = 0;
    int end = histogram.size() - 1;
    double least = Double.POSITIVE_INFINITY;
    while (narrowing.advance(STEP)) {
      if (narrowing.start() == start && narrowing.end() == end) {
        continue;
      }
      double next = error.of(narrowing.start(), narrowing.end(), least);
      if (next > least) {
        break;
      }
      least = next;
      start = narrowing.start();
      end = narrowing.end();
    }
    return new int[] {start, end};
  }

  /** The windows in the order in which the observer visits them. */
  private static final class Narrowing {
    private final double[] upTo;
    private final double total;
    private double alpha;
    private double beta = 1;
    private int start;
    private int end;

    Narrowing(LinearBins histogram) {
      double[] before = histogram.before();
      this.total = before[histogram.size()];
      this.upTo = Arrays.copyOfRange(before, 1, before.length);
      this.end = histogram.size() - 1;
    }

    int start() {
      return start;
    }

    int end() {
      return end;
    }

    /** Moves one end; false when the shares have met. */
    boolean advance(double step) {
      if (alpha >= beta) {
        return false;
      }
      double nextAlpha = alpha + step;
      double nextBeta = beta - step;
      int left = start;
      int right = end;
      // The observer keeps cumulated counts in single precision.
      while (left < end && (float) upTo[left] < (float) (nextAlpha * total)) {
        left++;
      }
      while (right > start && (float) upTo[right] > (float) (nextBeta * total)) {
        right--;
      }
      if (left - start > end - right) {
        start = left;
        alpha = nextAlpha;
      } else {
        end = right;
        beta = nextBeta;
      }
      return true;
    }
  }
}
