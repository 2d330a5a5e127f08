package dev.vernier.quantize.range;

import dev.vernier.stats.HistogramSketch;

/**
 * A histogram of equal bins with whole counts, such as other systems keep.
 *
 * @param counts values in each bin, the last bin closed
 * @param low lower end of the first bin
 * @param high upper end of the last bin
 */
record LinearBins(double[] counts, float low, float high) {

  /**
   * Of a sketch: the number of values below every edge is that of the sketch, within one of its
   * bins, rounded to a whole number.
   */
  static LinearBins of(HistogramSketch sketch, int bins, float low, float high) {
    double[] counts = new double[bins];
    if (!(low < high)) {
      counts[bins / 2] = sketch.count();
      return new LinearBins(counts, low, high);
    }
    double[] shares = sketch.linearCounts(bins, low, high);
    double exact = 0;
    double whole = 0;
    for (int i = 0; i < bins; i++) {
      exact += shares[i];
      counts[i] = Math.rint(exact) - whole;
      whole += counts[i];
    }
    return new LinearBins(counts, low, high);
  }

  /** Of the magnitudes, from zero. */
  static LinearBins ofMagnitudes(HistogramSketch sketch, int bins) {
    HistogramSketch magnitudes = sketch.min() >= 0 ? sketch : sketch.absolute();
    return of(magnitudes, bins, 0f, magnitudes.max());
  }

  int size() {
    return counts.length;
  }

  /** Edge i, in the single precision of numpy's linspace. */
  float edge(int i) {
    return i == size() ? high : at(i);
  }

  /** Where bin i starts, in single precision: the end of the last bin may miss high by a step. */
  float at(int i) {
    float width = high - low;
    return Float.isFinite(width)
        ? width / size() * i + low
        : (float) (((double) high - low) / size() * i + low);
  }

  double total() {
    return before()[size()];
  }

  /** Sums of the counts before an index. */
  double[] before() {
    double[] before = new double[size() + 1];
    for (int i = 0; i < size(); i++) {
      before[i + 1] = before[i] + counts[i];
    }
    return before;
  }

  /** The first bin at which the share of values up to its end reaches a share; at most the last. */
  int firstReaching(double share) {
    double total = total();
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      // Shares are added, not counts, as numpy's cumulated normalised histogram does.
      sum += counts[i] / total;
      if (sum >= share) {
        return i;
      }
    }
    return size() - 1;
  }
}
