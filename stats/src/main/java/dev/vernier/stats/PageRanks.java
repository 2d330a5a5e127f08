package dev.vernier.stats;

/**
 * Ranks in pages of counters that ascend in value; a page may stand for two, whose counts add. The
 * arithmetic is that of {@link Quantiles}.
 */
final class PageRanks {
  /** In place of a second page. */
  static final int NONE = -1;

  private static final int PAGE = StateMemory.PAGE;

  /** The exponent in a page's number. */
  private static final int EXPONENT = 255;

  private final int[] first;
  private final int[] second;

  /** How many values stand before each page, and after the last. */
  private final long[] before;

  private int size;
  private double min;
  private double max;

  /** Where the last rank was found: page, step within, and how many values stand before it. */
  private int foundPage;

  private int foundStep;
  private long foundBefore;

  PageRanks(int capacity) {
    first = new int[capacity];
    second = new int[capacity];
    before = new long[capacity + 1];
  }

  void open() {
    size = 0;
  }

  /** Adds a page, or two of these many values together. */
  void add(int page, int otherPage, long total) {
    first[size] = page;
    second[size] = otherPage;
    before[size + 1] = before[size] + total;
    size++;
  }

  void close(double min, double max) {
    this.min = min;
    this.max = max;
    foundPage = 0;
    foundStep = 0;
    foundBefore = 0;
  }

  long count() {
    return before[size];
  }

  /** The sum of the values, each bin at its middle, in ascending order. */
  double sum(int[] counts) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      boolean clipped = i == 0 || i == size - 1;
      sum = clipped || isSubnormal(i) ? addBins(sum, counts, i) : addPage(sum, counts, i);
    }
    return sum;
  }

  private boolean isSubnormal(int i) {
    return (first[i] & EXPONENT) == 0;
  }

  private double addBins(double before, int[] counts, int i) {
    double sum = before;
    for (int step = 0; step < PAGE; step++) {
      long count = count(counts, i, step);
      if (count != 0) {
        sum += count * ((lower(i, step) + upper(i, step)) * 0.5);
      }
    }
    return sum;
  }

  /**
   * The same terms where no bin is clipped: bin b of exponent e has its middle at (257 + 2b)
   * 2^(e-135), which is exact, and what an empty bin adds is a zero.
   */
  private double addPage(double before, int[] counts, int i) {
    int from = first[i] * PAGE;
    double unit = Math.scalb(1.0, (first[i] & EXPONENT) - 135);
    double sum = before;
    if (first[i] < SketchBuilder.NEGATIVE) {
      for (int bin = 0; bin < PAGE; bin++) {
        sum += counts[from + bin] * ((257 + 2 * bin) * unit);
      }
    } else {
      for (int bin = PAGE - 1; bin >= 0; bin--) {
        sum -= counts[from + bin] * ((257 + 2 * bin) * unit);
      }
    }
    return sum;
  }

  /** Quantiles must be asked for in ascending order. */
  double quantile(int[] counts, double q) {
    double rank = q * (count() - 1);
    long floor = (long) rank;
    double low = ofRank(counts, floor);
    double part = rank - floor;
    return part == 0 ? low : low + (next(counts, floor + 1) - low) * part;
  }

  /** The value of a rank, after which lower ranks may be asked for again. */
  private double next(int[] counts, long rank) {
    int keptPage = foundPage;
    int keptStep = foundStep;
    long keptBefore = foundBefore;
    double value = ofRank(counts, rank);
    foundPage = keptPage;
    foundStep = keptStep;
    foundBefore = keptBefore;
    return value;
  }

  private double ofRank(int[] counts, long rank) {
    if (rank == 0) {
      return min;
    }
    if (rank >= count() - 1) {
      return max;
    }
    long here = seek(counts, rank);
    double lower = lower(foundPage, foundStep);
    double part = (rank - foundBefore + 0.5) / here;
    return lower + (upper(foundPage, foundStep) - lower) * part;
  }

  /** Goes on to the bin of a rank, which is not below the last one's; the count of the bin. */
  private long seek(int[] counts, long rank) {
    while (before[foundPage + 1] <= rank) {
      foundPage++;
      foundStep = 0;
      foundBefore = before[foundPage];
    }
    long here = count(counts, foundPage, foundStep);
    while (rank >= foundBefore + here) {
      foundBefore += here;
      foundStep++;
      here = count(counts, foundPage, foundStep);
    }
    return here;
  }

  /** The lower end of the first bin that holds a value. */
  double lowestEdge(int[] counts) {
    int step = 0;
    while (count(counts, 0, step) == 0) {
      step++;
    }
    return FloatBins.lower(index(0, step));
  }

  private long count(int[] counts, int i, int step) {
    int bin = leading(i, step);
    long count = counts[bin];
    return second[i] == NONE ? count : count + counts[bin + (second[i] - first[i]) * PAGE];
  }

  private double lower(int i, int step) {
    return Math.max(FloatBins.lower(index(i, step)), min);
  }

  private double upper(int i, int step) {
    return Math.min(FloatBins.upper(index(i, step)), max);
  }

  private int index(int i, int step) {
    return FloatBins.ofLeadingBits(leading(i, step));
  }

  private int leading(int i, int step) {
    int page = first[i];
    return page * PAGE + (page >= SketchBuilder.NEGATIVE ? PAGE - 1 - step : step);
  }
}
