package dev.vernier.stats;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.Ordered;
import java.util.Arrays;

/**
 * The counters of one sample of one tensor: a task slot's only set of tables. After {@link #count}
 * the counts stand in {@link #counts} by the leading 16 bits, all of them on the listed pages; then
 * {@link #clear} must follow.
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
  static final long BYTES = 4L * Kernels.HISTOGRAM_TABLES + 4L * STAGE + 8L * PAGES + 1024;

  private final Kernels kernels;
  private final int[] tables = new int[Kernels.HISTOGRAM_TABLES];
  private final float[] stage = new float[STAGE];
  private final int[] bounds = new int[3];
  private final int[] pages = new int[PAGES];
  private final int[] totals = new int[PAGES];
  private int staged;
  private int pageCount;
  private NonFinite nonFinite = NonFinite.NONE;

  SampleTables(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Counts the values; the tables must be clear. */
  void count(Runs values) {
    bounds[0] = Ordered.EMPTY_MIN;
    bounds[1] = Ordered.EMPTY_MAX;
    bounds[2] = Kernels.NO_MAGNITUDE;
    values.forEachRun(this);
    flushStage();
    joinZeros();
    listPages();
    if (pageCount > 0 && !(Ordered.isFinite(bounds[0]) && Ordered.isFinite(bounds[1]))) {
      setNonFiniteApart(values);
    }
  }

  /** Values that can be visited more than once. */
  interface Runs {
    void forEachRun(RunConsumer consumer);
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
    kernels.histogram16(data, offset, length, tables, bounds);
  }

  /** Counts negative zero as zero. */
  private void joinZeros() {
    for (int i = NEGATIVE_ZERO; i < TABLES_END; i += Kernels.HISTOGRAM_STRIDE) {
      tables[0] += tables[i];
      tables[i] = 0;
    }
  }

  /** Lists pages that hold values: those of zero and of magnitudes within the bounds. */
  private void listPages() {
    listPage(0);
    if (bounds[2] == Kernels.NO_MAGNITUDE) {
      return;
    }
    int least = (bounds[2] + 1) >>> PAGE_SHIFT;
    for (int page = Math.max(1, least); page <= bounds[1] >> PAGE_SHIFT; page++) {
      listPage(page);
    }
    for (int page = least; page <= ~bounds[0] >> PAGE_SHIFT; page++) {
      listPage(SketchBuilder.NEGATIVE + page);
    }
  }

  /** Brings the counts of a page together in the first table. */
  private void listPage(int page) {
    int total = kernels.joinHistograms(tables, page);
    if (total != 0) {
      totals[pageCount] = total;
      pages[pageCount++] = page;
    }
  }

  /** Infinities and NaN share bins, so that only the values can tell how many there are of each. */
  private void setNonFiniteApart(Runs values) {
    NonFiniteScan scan = new NonFiniteScan();
    values.forEachRun(scan);
    nonFinite = scan.nonFinite();
    bounds[0] = scan.min;
    bounds[1] = scan.max;
    int kept = 0;
    for (int i = 0; i < pageCount; i++) {
      if ((pages[i] & NON_FINITE_PAGE) == NON_FINITE_PAGE) {
        zero(pages[i]);
      } else {
        totals[kept] = totals[i];
        pages[kept++] = pages[i];
      }
    }
    pageCount = kept;
  }

  private static final class NonFiniteScan implements RunConsumer {
    private long nan;
    private long positive;
    private long negative;
    private int min = Ordered.EMPTY_MIN;
    private int max = Ordered.EMPTY_MAX;

    @Override
    public void accept(float[] data, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        float value = data[i];
        if (Float.isFinite(value)) {
          min = Math.min(min, Ordered.encode(value));
          max = Math.max(max, Ordered.encode(value));
        } else if (Float.isNaN(value)) {
          nan++;
        } else if (value > 0) {
          positive++;
        } else {
          negative++;
        }
      }
    }

    NonFinite nonFinite() {
      return new NonFinite(nan, positive, negative);
    }
  }

  /** Makes ready for the next tensor. */
  void clear() {
    for (int i = 0; i < pageCount; i++) {
      zero(pages[i]);
    }
    pageCount = 0;
    nonFinite = NonFinite.NONE;
  }

  /** Makes ready after a failure within {@link #count}, whatever was counted. */
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
