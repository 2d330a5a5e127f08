package dev.vernier.quantize.range;

import dev.vernier.stats.PerSampleState;
import dev.vernier.stats.SampleStatistic;

/** One side of a sample's values: magnitudes at descending shares beyond, evenly between. */
final class SampleTail {

  private final double[] ends;
  private final double[] mass;

  private SampleTail(double[] ends, double[] mass) {
    this.ends = ends;
    this.mass = mass;
  }

  /**
   * The side of the sample of a rank.
   *
   * @param levels statistics from the shoulder to the extreme
   * @param beyond share of the values beyond each
   * @param sign 1 for the upper side, -1 for the lower
   * @param total share of the values on this side of zero
   */
  static SampleTail of(
      PerSampleState samples,
      SampleStatistic[] levels,
      double[] beyond,
      double rank,
      int sign,
      double total) {
    double[] ends = new double[levels.length + 1];
    double[] mass = new double[levels.length + 1];
    double left = Math.max(total, beyond[0]);
    for (int i = 0; i < levels.length; i++) {
      boolean held = samples.holds(levels[i]);
      double value = held ? sign * samples.sketch(levels[i]).quantile(rank) : ends[i];
      ends[i + 1] = Math.max(ends[i], value);
      mass[i + 1] = held ? left - beyond[i] : 0;
      left = held ? beyond[i] : left;
    }
    return new SampleTail(ends, mass);
  }

  /** The 0.01 quantile from this side; zero if it lies on the other. */
  double shoulder() {
    return ends[1];
  }

  /** The mean over all values of the sample of the squared distance beyond a magnitude. */
  double beyond(double end) {
    double sum = 0;
    for (int i = ends.length - 1; i > 0 && ends[i] > end; i--) {
      double width = ends[i] - ends[i - 1];
      double to = ends[i] - end;
      double from = Math.max(0, ends[i - 1] - end);
      sum +=
          width > 0
              ? mass[i] * (to * to * to - from * from * from) / (3 * width)
              : mass[i] * to * to;
    }
    return sum;
  }
}
