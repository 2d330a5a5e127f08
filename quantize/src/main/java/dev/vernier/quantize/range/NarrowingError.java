package dev.vernier.quantize.range;

/**
 * The expected squared error of rounding a histogram to the middles of equal parts of a window of
 * its bins, values standing evenly in each bin: the norm of PyTorch's HistogramObserver, Caffe2's
 * NormMinimization and AMCT's HFMG.
 */
final class NarrowingError {

  /** Far above what rounding can do to a sum, far below what a window more costs. */
  private static final double MARGIN = 1e-6;

  private final double[] counts;
  private final int parts;
  // Sums over the bins before an index of the count, and of the count times the position and its
  // square, positions in bins.
  private final double[] mass;
  private final double[] first;
  private final double[] second;

  NarrowingError(double[] counts, int parts) {
    this.counts = counts;
    this.parts = parts;
    this.mass = new double[counts.length + 1];
    this.first = new double[counts.length + 1];
    this.second = new double[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      mass[i + 1] = mass[i] + counts[i];
      first[i + 1] = first[i] + counts[i] * (i + 0.5);
      second[i + 1] = second[i] + counts[i] * (i * (i + 1.0) + 1 / 3.0);
    }
  }

  /**
   * The error of the window of bins start to end, both inclusive, in squared bin widths; infinity
   * if it exceeds a limit.
   */
  double of(int start, int end, double limit) {
    double part = (end - start + 1.0) / parts;
    // Bins wholly within the first or last part, like those beyond them, share its middle.
    int from = Math.min(end + 1, start + (int) part);
    int to = Math.max(from, end + 1 - (int) part);
    double sum = about(start + part / 2, 0, from) + about(end + 1 - part / 2, to, counts.length);
    // Terms are not negative but for rounding, which the margin outweighs.
    double most = limit + MARGIN * Math.abs(limit);
    double before = integral(from - start, part);
    for (int i = from; i < to && sum <= most; i++) {
      double after = integral(i + 1 - start, part);
      if (counts[i] > 0) {
        sum += counts[i] * (after - before);
      }
      before = after;
    }
    return sum <= most ? sum : Double.POSITIVE_INFINITY;
  }

  /** Summed squared distance to a point of the values of bins from, inclusive, to, exclusive. */
  private double about(double point, int from, int to) {
    return second[to]
        - second[from]
        - 2 * point * (first[to] - first[from])
        + point * point * (mass[to] - mass[from]);
  }

  /** Integral of the squared rounding error from the window's start to a position inside it. */
  private static double integral(double position, double part) {
    double whole = Math.floor(position / part);
    double rest = position - (whole + 0.5) * part;
    return whole * part * part * part / 12 + (rest * rest * rest + part * part * part / 8) / 3;
  }
}
