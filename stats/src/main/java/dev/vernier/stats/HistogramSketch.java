package dev.vernier.stats;

import java.util.Arrays;

/**
 * The distribution of a tensor's values: counts by the leading 16 bits of the float, and exact
 * extremes, zeros and non-finite counts. Bins are log-spaced with a relative width of at most 2^-7,
 * so no range need be known in advance and merging adds integers.
 *
 * <p>Within a bin values are taken to lie evenly, and the outermost bins end at the exact minimum
 * and maximum. NaN and infinities are counted and enter nothing else. Magnitudes below 2^-133 are
 * zero.
 */
public final class HistogramSketch implements MergeableState<HistogramSketch> {
  private static final HistogramSketch EMPTY =
      new HistogramSketch(new char[0], new long[0], 0, 0, NonFinite.NONE, 1);

  private final char[] bins;
  private final long[] counts;
  private final float min;
  private final float max;
  private final NonFinite nonFinite;
  private final int stride;
  private final long count;

  /** Takes bins in ascending order with positive counts; min and max lie in the first and last. */
  HistogramSketch(
      char[] bins, long[] counts, float min, float max, NonFinite nonFinite, int stride) {
    this.bins = bins;
    this.counts = counts;
    this.min = FloatBins.canonical(min);
    this.max = FloatBins.canonical(max);
    this.nonFinite = nonFinite;
    this.count = sum(counts);
    this.stride = isEmpty() ? 1 : stride;
  }

  /** The sketch that has seen nothing. */
  public static HistogramSketch empty() {
    return EMPTY;
  }

  /** The sketch of some values. */
  public static HistogramSketch of(float... values) {
    int[] codes = new int[values.length];
    int finite = 0;
    NonFinite nonFinite = NonFinite.NONE;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        codes[finite++] = FloatBins.of(value);
        min = Math.min(min, value);
        max = Math.max(max, value);
      } else {
        nonFinite = nonFinite.plus(value);
      }
    }
    return ofBins(Arrays.copyOf(codes, finite), min, max, nonFinite);
  }

  private static HistogramSketch ofBins(int[] codes, float min, float max, NonFinite nonFinite) {
    Arrays.sort(codes);
    char[] bins = new char[codes.length];
    long[] counts = new long[codes.length];
    int used = 0;
    for (int code : codes) {
      if (used == 0 || bins[used - 1] != code) {
        bins[used++] = (char) code;
      }
      counts[used - 1]++;
    }
    return new HistogramSketch(
        Arrays.copyOf(bins, used), Arrays.copyOf(counts, used), min, max, nonFinite, 1);
  }

  @Override
  public HistogramSketch merge(HistogramSketch other) {
    if (isEmpty()) {
      return other;
    }
    if (other.isEmpty()) {
      return this;
    }
    if (stride != other.stride) {
      throw new IllegalArgumentException(
          "cannot merge a sketch of every element %d with one of every element %d"
              .formatted(stride, other.stride));
    }
    return mergeBins(other);
  }

  private HistogramSketch mergeBins(HistogramSketch other) {
    char[] merged = new char[bins.length + other.bins.length];
    long[] sums = new long[merged.length];
    int used = 0;
    int i = 0;
    int j = 0;
    while (i < bins.length || j < other.bins.length) {
      int left = i < bins.length ? bins[i] : Integer.MAX_VALUE;
      int right = j < other.bins.length ? other.bins[j] : Integer.MAX_VALUE;
      merged[used] = (char) Math.min(left, right);
      long fromLeft = left <= right ? counts[i++] : 0;
      long fromRight = right <= left ? other.counts[j++] : 0;
      sums[used++] = Math.addExact(fromLeft, fromRight);
    }
    return new HistogramSketch(
        Arrays.copyOf(merged, used),
        Arrays.copyOf(sums, used),
        count == 0 ? other.min : other.count == 0 ? min : Math.min(min, other.min),
        count == 0 ? other.max : other.count == 0 ? max : Math.max(max, other.max),
        nonFinite.plus(other.nonFinite),
        stride);
  }

  @Override
  public StateFamily family() {
    return StateFamily.HISTOGRAM;
  }

  @Override
  public byte[] toBytes() {
    return HistogramBytes.encode(this);
  }

  @Override
  public boolean isEmpty() {
    return count == 0 && nonFinite.isZero();
  }

  /** How many finite values were seen. */
  public long count() {
    return count;
  }

  /** How many values were zero, of either sign. */
  public long zeros() {
    int at = Arrays.binarySearch(bins, (char) FloatBins.ZERO);
    return at < 0 ? 0 : counts[at];
  }

  public long nanCount() {
    return nonFinite.nan();
  }

  public long positiveInfinities() {
    return nonFinite.positive();
  }

  public long negativeInfinities() {
    return nonFinite.negative();
  }

  NonFinite nonFinite() {
    return nonFinite;
  }

  /** Every how manieth element, by logical index, of each sample was looked at: a power of two. */
  public int stride() {
    return stride;
  }

  /** The exact smallest finite value; NaN if there is none. */
  public float min() {
    return count == 0 ? Float.NaN : min;
  }

  /** The exact largest finite value; NaN if there is none. */
  public float max() {
    return count == 0 ? Float.NaN : max;
  }

  /** The exact largest finite magnitude; NaN if there is none. */
  public float absMax() {
    return Math.max(Math.abs(min()), Math.abs(max()));
  }

  /** How many bins hold values; bins are numbered from 0 in ascending order of value. */
  public int binCount() {
    return bins.length;
  }

  /** The smallest value that bin i can hold. */
  public double lower(int i) {
    return Math.max(FloatBins.lower(bins[i]), min);
  }

  /** The largest value that bin i can hold, or the limit of what it can hold. */
  public double upper(int i) {
    return Math.min(FloatBins.upper(bins[i]), max);
  }

  /** How many values bin i holds. */
  public long count(int i) {
    return counts[i];
  }

  int index(int i) {
    return bins[i];
  }

  public void forEachBin(BinConsumer consumer) {
    for (int i = 0; i < bins.length; i++) {
      consumer.accept(lower(i), upper(i), counts[i]);
    }
  }

  /**
   * Spreads every bin evenly over some points. Eight a bin make the error of a candidate range
   * good; mid-points alone resonate with the grid of the quantizer.
   */
  public void forEachPoint(int pointsPerBin, PointConsumer consumer) {
    for (int i = 0; i < bins.length; i++) {
      double lower = lower(i);
      double width = upper(i) - lower;
      if (width <= 0) {
        consumer.accept(lower, counts[i]);
        continue;
      }
      double weight = counts[i] / (double) pointsPerBin;
      for (int j = 0; j < pointsPerBin; j++) {
        consumer.accept(lower + width * ((j + 0.5) / pointsPerBin), weight);
      }
    }
  }

  /**
   * The sketch of the magnitudes. Its maximum is exact; its minimum is exact unless values of both
   * signs and no zero were seen, when it is the lower end of its bin.
   */
  public HistogramSketch absolute() {
    return AbsoluteSketch.of(this);
  }

  /**
   * The value of rank q(n - 1) among n sorted values, linear between neighbours: exact at 0 and 1,
   * within the width of a bin elsewhere; NaN if there are no values.
   */
  public double quantile(double q) {
    return quantiles(q)[0];
  }

  /** Several quantiles, which must ascend, at the cost of one. */
  public double[] quantiles(double... ascending) {
    return Quantiles.of(this, ascending);
  }

  /** The quantile of the magnitudes. */
  public double absQuantile(double q) {
    return absolute().quantile(q);
  }

  /** The share of values at or below x; NaN if there are no values. */
  public double cdf(double x) {
    return countAtMost(x) / count;
  }

  /** How many values are at or below x, a bin that x cuts counting in proportion. */
  public double countAtMost(double x) {
    double below = 0;
    for (int i = 0; i < bins.length && lower(i) <= x; i++) {
      double upper = upper(i);
      below += x >= upper ? counts[i] : counts[i] * ((x - lower(i)) / (upper - lower(i)));
    }
    return below;
  }

  /** The mean of the finite values, each bin at its middle; NaN if there are none. */
  public double mean() {
    double sum = 0;
    for (int i = 0; i < bins.length; i++) {
      sum += counts[i] * middle(i);
    }
    return sum / count;
  }

  /** The variance of the finite values about their mean; NaN if there are none. */
  public double variance() {
    double mean = mean();
    double sum = 0;
    for (int i = 0; i < bins.length; i++) {
      double offset = middle(i) - mean;
      double width = upper(i) - lower(i);
      sum += counts[i] * (offset * offset + width * width / 12);
    }
    return sum / count;
  }

  /**
   * A histogram of equal bins over [low, high], the last closed at its upper end; values outside
   * are left out, and a bin of the sketch that crosses an edge is shared out in proportion.
   */
  public double[] linearCounts(int bins, double low, double high) {
    return LinearHistogram.of(this, bins, low, high);
  }

  /** The sum of squared differences that a quantizer makes on these values. */
  public double squaredError(AffineGrid grid, int pointsPerBin) {
    return new QuantizationError(grid, pointsPerBin).squared(this);
  }

  /** The sum of differences that a quantizer makes on these values, each to a positive power. */
  public double powerError(AffineGrid grid, double power, int pointsPerBin) {
    return new QuantizationError(grid, pointsPerBin).toPower(this, power);
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof HistogramSketch other
        && stride == other.stride
        && nonFinite.equals(other.nonFinite)
        && Float.compare(min(), other.min()) == 0
        && Float.compare(max(), other.max()) == 0
        && Arrays.equals(bins, other.bins)
        && Arrays.equals(counts, other.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + Arrays.hashCode(bins);
  }

  @Override
  public String toString() {
    return "HistogramSketch[%d values in [%s, %s], %d bins, %s]"
        .formatted(count, min(), max(), bins.length, nonFinite);
  }

  private double middle(int i) {
    return (lower(i) + upper(i)) * 0.5;
  }

  private static long sum(long[] counts) {
    long sum = 0;
    for (long count : counts) {
      sum = Math.addExact(sum, count);
    }
    return sum;
  }
}
