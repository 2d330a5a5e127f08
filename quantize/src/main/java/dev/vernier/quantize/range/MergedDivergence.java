package dev.vernier.quantize.range;

/**
 * Kullback-Leibler divergence of the first bins of a histogram, values beyond counted in the last
 * of them, from the same bins merged into levels: each level's values spread evenly over its bins
 * that are not empty. The sums of c log c over bins are prepared, so that a candidate costs a
 * logarithm a level.
 */
final class MergedDivergence {

  /** Far above what rounding can do to sums of c log c. */
  private static final double MARGIN = 1e-9;

  private final double[] counts;
  private final int levels;
  private final double[] mass;
  private final int[] used;
  private final double[] logs;

  MergedDivergence(double[] histogram, int levels) {
    this.counts = histogram.clone();
    if (counts.length > 1) {
      counts[0] = counts[1];
    }
    this.levels = levels;
    this.mass = new double[counts.length + 1];
    this.used = new int[counts.length + 1];
    this.logs = new double[counts.length + 1];
    for (int i = 0; i < counts.length; i++) {
      mass[i + 1] = mass[i] + counts[i];
      used[i + 1] = used[i] + (counts[i] > 0 ? 1 : 0);
      logs[i + 1] = logs[i] + withLog(counts[i]);
    }
  }

  private static double withLog(double count) {
    return count > 0 ? count * StrictMath.log(count) : 0;
  }

  /** In nats; infinite if values beyond fall on an empty last bin, or if it exceeds a limit. */
  double of(int bins, double limit) {
    double total = mass[counts.length];
    double inside = mass[bins];
    double beyond = total - inside;
    if (beyond > 0 && counts[bins - 1] == 0 || inside == 0 || exceeds(bins, limit)) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = logs[bins - 1] + withLog(counts[bins - 1] + beyond);
    for (int level = 0; level < levels; level++) {
      int from = first(level, bins);
      int to = first(level + 1, bins);
      double values = mass[to] - mass[from];
      if (values > 0) {
        double weight = to == bins ? values + beyond : values;
        sum -= weight * StrictMath.log(values / (used[to] - used[from]));
      }
    }
    return sum / total + StrictMath.log(inside / total);
  }

  /**
   * Whether some levels alone make more than a limit, as none makes less than nothing (log sum
   * inequality). That of the last bin comes first: values beyond count there.
   */
  private boolean exceeds(int bins, double limit) {
    double total = mass[counts.length];
    double beyond = total - mass[bins];
    double most =
        (limit - StrictMath.log(mass[bins] / total)) * total + MARGIN * logs[counts.length];
    double sum = withLog(counts[bins - 1] + beyond) - withLog(counts[bins - 1]);
    int level = (int) ((bins - 1L) * levels / bins) + 1;
    do {
      level--;
      int from = first(level, bins);
      int to = first(level + 1, bins);
      double values = mass[to] - mass[from];
      if (values > 0) {
        double weight = to == bins ? values + beyond : values;
        sum += logs[to] - logs[from] - weight * StrictMath.log(values / (used[to] - used[from]));
      }
    } while (level > 0 && sum <= most);
    return sum > most;
  }

  /** The first bin j of a level: the least with j levels >= level bins. */
  private int first(int level, int bins) {
    return (int) (((long) level * bins + levels - 1) / levels);
  }
}
