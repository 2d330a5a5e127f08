package dev.vernier.quantize.range;

import dev.vernier.quantize.Range;

/**
 * Narrows a histogram's window from the side that drops more bins for a fixed share of the values,
 * and takes the best of all windows it visits.
 */
final class WindowSearch {

  /** Windows are narrowed by a hundred-thousandth of the values. */
  private static final double STEPS = 100_000;

  /** Windows are compared again when they have shrunk by this share: the error changes by less. */
  private static final double SHRINK = 1 / 256.0;

  private final LinearBins histogram;
  private final NarrowingError error;
  private final double step;
  private int left;
  private int right;
  private double best = Double.POSITIVE_INFINITY;
  private int bestLeft;
  private int bestRight;

  private WindowSearch(LinearBins histogram, int codes) {
    this.histogram = histogram;
    this.error = new NarrowingError(histogram.counts(), codes);
    this.step = Math.max(1, Math.ceil(histogram.total() / STEPS));
    this.right = histogram.size() - 1;
  }

  /** The best window of at least a given number of bins; not to clip is a candidate if asked. */
  static Range best(LinearBins histogram, int codes, int leastBins, boolean whole) {
    WindowSearch search = new WindowSearch(histogram, codes);
    search.run(leastBins, whole);
    float low = histogram.at(search.bestLeft);
    return new Range(low, Math.max(low, histogram.edge(search.bestRight + 1)));
  }

  private void run(int leastBins, boolean whole) {
    bestRight = right;
    int last = histogram.size() + (whole ? (int) Math.ceil(histogram.size() * SHRINK) : 0);
    if (whole) {
      last = compare(last);
    }
    while (right - left > leastBins) {
      narrow();
      last = compare(last);
    }
  }

  private int compare(int last) {
    int bins = right - left + 1;
    if (last - bins < last * SHRINK) {
      return last;
    }
    double candidate = error.of(left, right, best);
    if (candidate < best) {
      best = candidate;
      bestLeft = left;
      bestRight = right;
    }
    return bins;
  }

  private void narrow() {
    double[] counts = histogram.counts();
    int fromLeft = left;
    int fromRight = right;
    for (double sum = 0; fromLeft < fromRight && sum < step; fromLeft++) {
      sum += counts[fromLeft];
    }
    for (double sum = 0; fromLeft < fromRight && sum < step; fromRight--) {
      sum += counts[fromRight];
    }
    if (right - fromRight >= fromLeft - left) {
      right = fromRight;
    } else {
      left = fromLeft;
    }
  }
}
