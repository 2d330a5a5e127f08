package dev.vernier.quantize.range;

/**
 * The squared error that a quantizer makes on a histogram whose values all stand in the middles of
 * their bins, given in ascending order.
 */
final class MidpointError {

  private final double[] middles;
  private final double[] counts;
  private final double[] mass;
  private final double[] first;
  private final double[] second;

  MidpointError(double[] middles, double[] counts) {
    this.middles = middles;
    this.counts = counts;
    int bins = counts.length;
    this.mass = new double[bins + 1];
    this.first = new double[bins + 1];
    this.second = new double[bins + 1];
    for (int i = 0; i < bins; i++) {
      mass[i + 1] = mass[i] + counts[i];
      first[i + 1] = first[i] + counts[i] * middles[i];
      second[i + 1] = second[i] + counts[i] * middles[i] * middles[i];
    }
  }

  /**
   * A lower bound of the error: that of the bins before one index and from another on, which are
   * rounded to the ends of the codes; less what cancellation can feign.
   */
  double clipped(double low, int from, double high, int to) {
    double slack = 1e-12 * second[counts.length];
    return Math.max(0, about(low, 0, from) + about(high, to, counts.length) - slack);
  }

  private double about(double point, int from, int to) {
    return second[to]
        - second[from]
        - 2 * point * (first[to] - first[from])
        + point * point * (mass[to] - mass[from]);
  }

  /** The error with codes q and values scale (q - zero), or infinity if it exceeds a limit. */
  double of(double scale, double zero, int lowest, int highest, double limit) {
    return of(scale, zero, lowest, highest, limit, counts.length);
  }

  /**
   * The same, sooner, where the bins from an index on are known to be rounded to the highest code:
   * their part is bounded before the others are summed.
   */
  double of(double scale, double zero, int lowest, int highest, double limit, int clippedFrom) {
    double clipped = clipped(0, 0, scale * (highest - zero), clippedFrom);
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] != 0) {
        double code = Math.rint(middles[i] / scale) + zero;
        double difference = middles[i] - scale * (clamp(code, lowest, highest) - zero);
        sum += difference * difference * counts[i];
        if (sum > limit - (i < clippedFrom ? clipped : 0)) {
          return Double.POSITIVE_INFINITY;
        }
      }
    }
    return sum;
  }

  private static double clamp(double code, int lowest, int highest) {
    return Math.max(lowest, Math.min(highest, code));
  }
}
