package dev.vernier.stats;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.Ordered;
import java.util.Arrays;

/**
 * The counters of one sample of one tensor. After {@link #close} the counts stand in {@link
 * #counts} by the leading 16 bits, all of them on the listed pages; then {@link #clear} must
 * follow.
 */
final class SampleTables implements RunConsumer {
  private static final int PAGE = StateMemory.PAGE;
  private static final int PAGES = HistogramAccumulator.PAGES;
  private static final int NEGATIVE_ZERO = 1 << 15;
  private static final int TABLES_END = Kernels.HISTOGRAM_COPIES * Kernels.HISTOGRAM_STRIDE;
  private static final int PAGE_SHIFT = 23;

  /** The exponent of infinities and NaN. */
  private static final int NON_FINITE_PAGE = 255;

  /** Runs shorter than this are gathered, so that a kernel call has enough to do. */
  private static final int SHORT_RUN = 512;

  private static final int STAGE = 4096;

  /** What the tables take. */
  static final long BYTES = 4L * Kernels.HISTOGRAM_TABLES + 4L * STAGE + 12L * PAGES + 1024;

  private final Kernels kernels;
  private final int[] tables = new int[Kernels.HISTOGRAM_TABLES];
  private final float[] stage = new float[STAGE];

  /** Of all values, and of the run that is being counted. */
  private final int[] bounds = new int[2];

  private final int[] run = new int[2];

  private final int[] pages = new int[PAGES];
  private final int[] totals = new int[PAGES];

  /** How many values each page holds, while pages are sought. */
  private final int[] found = new int[PAGES];

  /** Finite values. */
  private long count;

  private int staged;
  private int pageCount;
  private NonFinite nonFinite = NonFinite.NONE;

  SampleTables(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Begins to count what {@link #accept} is given; the tables must be clear. */
  void open() {
    reset(bounds);
    count = 0;
  }

  /** Ends counting. */
  void close() {
    flushStage();
    joinZeros();
    if (!nonFinite.isZero()) {
      forget(NON_FINITE_PAGE);
      forget(SketchBuilder.NEGATIVE + NON_FINITE_PAGE);
    }
    listPages();
  }

  @Override
  public void accept(float[] data, int offset, int length) {
    if (length >= SHORT_RUN) {
      countRun(data, offset, length);
      return;
    }
    if (staged + length > STAGE) {
      flushStage();
    }
    System.arraycopy(data, offset, stage, staged, length);
    staged += length;
  }

  private void flushStage() {
    if (staged > 0) {
      countRun(stage, 0, staged);
      staged = 0;
    }
  }

  private void countRun(float[] data, int offset, int length) {
    reset(run);
    count += length;
    kernels.histogram16(data, offset, length, tables, run);
    if (!(Ordered.isFinite(run[0]) && Ordered.isFinite(run[1]))) {
      setNonFiniteApart(data, offset, length);
    }
    bounds[0] = Math.min(bounds[0], run[0]);
    bounds[1] = Math.max(bounds[1], run[1]);
  }

  private static void reset(int[] bounds) {
    bounds[0] = Ordered.EMPTY_MIN;
    bounds[1] = Ordered.EMPTY_MAX;
  }

  /** Counts negative zero as zero. */
  private void joinZeros() {
    for (int i = NEGATIVE_ZERO; i < TABLES_END; i += Kernels.HISTOGRAM_STRIDE) {
      tables[0] += tables[i];
      tables[i] = 0;
    }
  }

  /**
   * Lists pages that hold values: that of zero, then by descending magnitude until all values are
   * found.
   */
  private void listPages() {
    int positive = bounds[1] >> PAGE_SHIFT;
    int negative = ~bounds[0] >> PAGE_SHIFT;
    long sought = count - find(0);
    int magnitude = Math.max(positive, negative);
    for (; sought > 0 && magnitude >= 0; magnitude--) {
      if (magnitude > 0 && magnitude <= positive) {
        sought -= find(magnitude);
      }
      if (magnitude <= negative) {
        sought -= find(SketchBuilder.NEGATIVE + magnitude);
      }
    }
    list(0, 0);
    list(Math.max(1, magnitude + 1), positive);
    list(SketchBuilder.NEGATIVE + Math.max(0, magnitude + 1), SketchBuilder.NEGATIVE + negative);
  }

  /** Brings the counts of a page together in the first table. */
  private int find(int page) {
    found[page] = kernels.joinHistograms(tables, page);
    return found[page];
  }

  private void list(int first, int last) {
    for (int page = first; page <= last; page++) {
      if (found[page] != 0) {
        totals[pageCount] = found[page];
        pages[pageCount++] = page;
      }
    }
  }

  /**
   * Counts the infinities and NaN of a run, which share bins, and bounds the run by its finite
   * values. The scan reads the run again: it is still in the cache, and such values are rare.
   */
  private void setNonFiniteApart(float[] data, int offset, int length) {
    long nan = 0;
    long positive = 0;
    long negative = 0;
    run[0] = Ordered.EMPTY_MIN;
    run[1] = Ordered.EMPTY_MAX;
    for (int i = offset; i < offset + length; i++) {
      float value = data[i];
      if (Float.isFinite(value)) {
        run[0] = Math.min(run[0], Ordered.encode(value));
        run[1] = Math.max(run[1], Ordered.encode(value));
      } else if (Float.isNaN(value)) {
        nan++;
      } else if (value > 0) {
        positive++;
      } else {
        negative++;
      }
    }
    count -= nan + positive + negative;
    nonFinite = nonFinite.plus(new NonFinite(nan, positive, negative));
  }

  /** Clears a page in all tables. */
  private void forget(int page) {
    kernels.joinHistograms(tables, page);
    zero(page);
  }

  /** Makes ready for the next tensor. */
  void clear() {
    for (int i = 0; i < pageCount; i++) {
      zero(pages[i]);
    }
    pageCount = 0;
    nonFinite = NonFinite.NONE;
  }

  /** Makes ready after a failure, whatever was counted. */
  void reset() {
    Arrays.fill(tables, 0);
    staged = 0;
    clear();
  }

  private void zero(int page) {
    Arrays.fill(tables, page * PAGE, (page + 1) * PAGE, 0);
  }

  int pageCount() {
    return pageCount;
  }

  /** The number of a touched page: sign and exponent. */
  int page(int i) {
    return pages[i];
  }

  /** How many values a touched page holds. */
  int total(int i) {
    return totals[i];
  }

  int[] counts() {
    return tables;
  }

  /** The smallest finite value, ordered. */
  int min() {
    return bounds[0];
  }

  /** The largest finite value, ordered. */
  int max() {
    return bounds[1];
  }

  NonFinite nonFinite() {
    return nonFinite;
  }

  /** How many pages are of positive numbers; they stand before the others. */
  int positivePages() {
    int positive = 0;
    while (positive < pageCount && pages[positive] < SketchBuilder.NEGATIVE) {
      positive++;
    }
    return positive;
  }
}
