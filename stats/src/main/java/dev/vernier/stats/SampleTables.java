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
  private static final int TABLE = 1 << 16;
  private static final int PAGE = StateMemory.PAGE;
  private static final int PAGES = HistogramAccumulator.PAGES;
  private static final int NEGATIVE_ZERO = 1 << 15;
  private static final int PAGE_SHIFT = 23;

  /** The exponent of infinities and NaN. */
  private static final int NON_FINITE_PAGE = 255;

  /** Runs shorter than this are gathered, so that a kernel call has enough to do. */
  private static final int SHORT_RUN = 512;

  private static final int STAGE = 4096;

  /** Up to this many values, marking the pages of each beats looking through all the tables. */
  private static final int MARKED_VALUES = 1 << 14;

  /** What the tables take. */
  static final long BYTES = 4L * 4 * TABLE + 4L * STAGE + 4L * PAGES + 1024;

  private final Kernels kernels;
  private final int[] tables = new int[4 * TABLE];
  private final float[] stage = new float[STAGE];
  private final int[] bounds = new int[2];
  private final boolean[] marks = new boolean[PAGES];
  private final int[] pages = new int[PAGES];
  private int staged;
  private boolean marking;
  private int pageCount;
  private NonFinite nonFinite = NonFinite.NONE;

  SampleTables(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Counts the values; the tables must be clear. */
  void count(Runs values, int size) {
    bounds[0] = Ordered.EMPTY_MIN;
    bounds[1] = Ordered.EMPTY_MAX;
    marking = size <= MARKED_VALUES;
    values.forEachRun(this);
    flushStage();
    if (marking) {
      listMarkedPages();
    } else {
      listPagesInBounds();
    }
    joinZeros();
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
    kernels.histogram16(data, offset, length, tables);
    kernels.minMaxOrdered(data, offset, length, bounds);
    if (marking) {
      for (int i = offset; i < offset + length; i++) {
        marks[Float.floatToRawIntBits(data[i]) >>> PAGE_SHIFT] = true;
      }
    }
  }

  private void listMarkedPages() {
    for (int page = 0; page < PAGES; page++) {
      if (marks[page]) {
        marks[page] = false;
        listPage(page);
      }
    }
  }

  private void listPagesInBounds() {
    int min = bounds[0];
    int max = bounds[1];
    if (max >= 0) {
      listPages(Math.max(min, 0) >>> PAGE_SHIFT, max >>> PAGE_SHIFT, 0);
    }
    if (min < 0) {
      listPages(Math.max(~max, 0) >>> PAGE_SHIFT, ~min >>> PAGE_SHIFT, SketchBuilder.NEGATIVE);
    }
  }

  private void listPages(int first, int last, int base) {
    for (int page = first; page <= last; page++) {
      if (isTouched((base + page) * PAGE)) {
        listPage(base + page);
      }
    }
  }

  /** Counts negative zero, the first bin of the first negative page, as zero. */
  private void joinZeros() {
    int zeros = tables[NEGATIVE_ZERO];
    if (zeros == 0) {
      return;
    }
    tables[NEGATIVE_ZERO] = 0;
    tables[0] += zeros;
    if (pages[0] != 0) {
      System.arraycopy(pages, 0, pages, 1, pageCount++);
      pages[0] = 0;
    }
  }

  private boolean isTouched(int from) {
    int any = 0;
    for (int i = from; i < from + PAGE; i++) {
      any |= tables[i] | tables[i + TABLE] | tables[i + 2 * TABLE] | tables[i + 3 * TABLE];
    }
    return any != 0;
  }

  /** Brings the counts of a page together in the first table. */
  private void listPage(int page) {
    pages[pageCount++] = page;
    int from = page * PAGE;
    for (int i = from; i < from + PAGE; i++) {
      tables[i] += tables[i + TABLE] + tables[i + 2 * TABLE] + tables[i + 3 * TABLE];
    }
    for (int table = 1; table < 4; table++) {
      Arrays.fill(tables, table * TABLE + from, table * TABLE + from + PAGE, 0);
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
    Arrays.fill(marks, false);
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
