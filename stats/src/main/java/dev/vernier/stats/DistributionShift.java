package dev.vernier.stats;

/**
 * How far the values of one sketch have moved from those of another. Both measures compare the
 * shares of values in groups of bins; a share counts half a value more than was seen, so that an
 * empty group has a finite logarithm.
 *
 * @param psi population stability index, the sum over groups of {@code (q - p) ln(q / p)}, where p
 *     is the reference's share and q the current one; symmetric, 0 for equal shares (N. Siddiqi,
 *     "Credit Risk Scorecards", 2006, whose reading is: below 0.1 stable, from 0.25 significant)
 * @param kl Kullback-Leibler divergence of the current shares from the reference's, in nats
 * @param groups how many groups were compared
 */
public record DistributionShift(double psi, double kl, int groups) {
  /** A group holds about this share of the reference; more values of one bin stay together. */
  private static final int TARGET_GROUPS = 20;

  private static final double PRIOR = 0.5;

  /**
   * Compares two sketches, in groups of bins of about equal share in the reference; a bin that
   * alone holds more, such as the zeros of a ReLU, is a group of its own. Two empty sketches do not
   * differ; an empty and another one are compared in one group, and do not either.
   */
  public static DistributionShift between(HistogramSketch reference, HistogramSketch current) {
    Groups groups = new Groups(reference, current);
    double psi = 0;
    double kl = 0;
    double all = PRIOR * groups.used;
    for (int g = 0; g < groups.used; g++) {
      double p = (groups.before[g] + PRIOR) / (reference.count() + all);
      double q = (groups.now[g] + PRIOR) / (current.count() + all);
      double log = StrictMath.log(q / p);
      psi += (q - p) * log;
      kl += q * log;
    }
    return new DistributionShift(psi, Math.max(0, kl), groups.used);
  }

  /** Counts of both sketches by groups of ascending bins. */
  private static final class Groups {
    private final long full;
    private final long[] before;
    private final long[] now;
    private int used;

    Groups(HistogramSketch reference, HistogramSketch current) {
      this.full = Math.max(1, reference.count() / TARGET_GROUPS);
      int most = reference.binCount() + current.binCount() + 1;
      this.before = new long[most];
      this.now = new long[most];
      fill(reference, current);
      joinLast();
    }

    private void fill(HistogramSketch reference, HistogramSketch current) {
      int i = 0;
      int j = 0;
      while (i < reference.binCount() || j < current.binCount()) {
        int left = i < reference.binCount() ? reference.index(i) : Integer.MAX_VALUE;
        int right = j < current.binCount() ? current.index(j) : Integer.MAX_VALUE;
        long fromReference = left <= right ? reference.count(i++) : 0;
        add(fromReference, right <= left ? current.count(j++) : 0);
      }
    }

    private void add(long reference, long current) {
      boolean open = used > 0 && before[used - 1] < full;
      if (!open || (reference >= full && before[used - 1] + now[used - 1] > 0)) {
        used++;
      }
      before[used - 1] += reference;
      now[used - 1] += current;
    }

    /** The rest beyond the last full group belongs to it. */
    private void joinLast() {
      while (used > 1 && before[used - 1] < full) {
        used--;
        before[used - 1] += before[used];
        now[used - 1] += now[used];
      }
    }
  }
}
