package dev.vernier.stats;

/**
 * Ranks in pages of counters that ascend in value; a page may stand for two, whose counts add. The
 * arithmetic is that of {@link Quantiles}.
 */
final class PageRanks {
  /** In place of a second page. */
  static final int NONE = -1;

  private static final int PAGE = StateMemory.PAGE;

  private final int[] first;
  private final int[] second;

  /** How many values stand before each page, and after the last. */
  private final long[] before;

  private int size;
  private double min;
  private double max;

  PageRanks(int capacity) {
    first = new int[capacity];
    second = new int[capacity];
    before = new long[capacity + 1];
  }

  void open() {
    size = 0;
  }

  void add(int page, int otherPage, int[] counts) {
    first[size] = page;
    second[size] = otherPage;
    long total = 0;
    for (int bin = 0; bin < PAGE; bin++) {
      total += counts[page * PAGE + bin];
    }
    for (int bin = 0; otherPage != NONE && bin < PAGE; bin++) {
      total += counts[otherPage * PAGE + bin];
    }
    before[size + 1] = before[size] + total;
    size++;
  }

  void close(double min, double max) {
    this.min = min;
    this.max = max;
  }

  long count() {
    return before[size];
  }

  /** The sum of the values, each bin at its middle, in ascending order. */
  double sum(int[] counts) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int step = 0; step < PAGE; step++) {
        long count = count(counts, i, step);
        if (count != 0) {
          sum += count * ((lower(i, step) + upper(i, step)) * 0.5);
        }
      }
    }
    return sum;
  }

  double quantile(int[] counts, double q) {
    double rank = q * (count() - 1);
    long floor = (long) rank;
    double low = ofRank(counts, floor);
    double part = rank - floor;
    return part == 0 ? low : low + (ofRank(counts, floor + 1) - low) * part;
  }

  private double ofRank(int[] counts, long rank) {
    if (rank == 0) {
      return min;
    }
    if (rank >= count() - 1) {
      return max;
    }
    int i = size - 1;
    while (before[i] > rank) {
      i--;
    }
    long passed = before[i];
    int step = 0;
    while (rank >= passed + count(counts, i, step)) {
      passed += count(counts, i, step++);
    }
    double lower = lower(i, step);
    double part = (rank - passed + 0.5) / count(counts, i, step);
    return lower + (upper(i, step) - lower) * part;
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
