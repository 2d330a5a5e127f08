package dev.vernier.stats;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.kernels.Ordered;
import java.util.Arrays;

/**
 * Counts of one tensor in pages of one sign and exponent, which exist once a value falls into them.
 * Pages hold ints until a counter would overflow, then longs. Counts that are not being added to
 * can be packed into a sketch's bytes.
 */
final class HistogramAccumulator {
  static final int PAGES = 512;

  /** What an accumulator without pages takes, with some to spare. */
  static final long FIXED_BYTES = 2304;

  private static final int PAGE = StateMemory.PAGE;
  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final StateMemory memory;
  private final int stride;
  private final Object[] pages = new Object[PAGES];
  private NonFinite nonFinite = NonFinite.NONE;
  private int min = Ordered.EMPTY_MIN;
  private int max = Ordered.EMPTY_MAX;
  private byte[] packed = {};

  HistogramAccumulator(StateMemory memory, int stride) {
    this.memory = memory;
    this.stride = stride;
  }

  /** Adds a sample's counts; takes pages from memory before it changes anything else. */
  void add(SampleTables sample) {
    for (int i = 0; i < sample.pageCount(); i++) {
      int page = sample.page(i);
      if (pages[page] == null) {
        pages[page] = memory.takePage();
      }
    }
    for (int i = 0; i < sample.pageCount(); i++) {
      int page = sample.page(i);
      addPage(page, sample.counts(), page * PAGE);
    }
    widen(sample.min(), sample.max(), sample.nonFinite());
  }

  /** Moves everything to another accumulator and leaves this one empty; takes no page. */
  void moveTo(HistogramAccumulator target) {
    for (int page = 0; page < PAGES; page++) {
      if (pages[page] != null) {
        movePage(page, target);
      }
    }
    target.widen(min, max, nonFinite);
    forget();
  }

  private void movePage(int page, HistogramAccumulator target) {
    if (target.pages[page] == null) {
      target.pages[page] = pages[page];
    } else if (pages[page] instanceof int[] counts) {
      target.addPage(page, counts, 0);
      release(page);
    } else {
      target.addWide(page, (long[]) pages[page]);
      release(page);
    }
    pages[page] = null;
  }

  /** Gives all pages back and forgets all counts. */
  void clear() {
    for (int page = 0; page < PAGES; page++) {
      if (pages[page] != null) {
        release(page);
        pages[page] = null;
      }
    }
    memory.charge(-packed.length);
    packed = new byte[0];
    forget();
  }

  /** Turns the pages into bytes, which are tens of times smaller where counts are few. */
  void pack() {
    if (Arrays.stream(pages).anyMatch(page -> page != null)) {
      byte[] bytes = toSketch().toBytes();
      clear();
      packed = bytes;
      memory.charge(bytes.length);
    }
  }

  HistogramSketch toSketch() {
    SketchBuilder builder = new SketchBuilder();
    for (int page = SketchBuilder.LAST_PAGE; page >= SketchBuilder.NEGATIVE; page--) {
      addTo(builder, page);
    }
    for (int page = 0; page < SketchBuilder.NEGATIVE; page++) {
      addTo(builder, page);
    }
    HistogramSketch sketch = builder.finish(min, max, nonFinite, stride);
    return packed.length == 0 ? sketch : sketch.merge(HistogramBytes.decode(packed));
  }

  private void addTo(SketchBuilder builder, int page) {
    if (pages[page] instanceof int[] counts) {
      builder.add(page, counts, 0);
    } else if (pages[page] instanceof long[] counts) {
      builder.add(page, counts);
    }
  }

  private void forget() {
    nonFinite = NonFinite.NONE;
    min = Ordered.EMPTY_MIN;
    max = Ordered.EMPTY_MAX;
  }

  private void widen(int otherMin, int otherMax, NonFinite other) {
    min = Math.min(min, otherMin);
    max = Math.max(max, otherMax);
    nonFinite = nonFinite.plus(other);
  }

  private void release(int page) {
    if (pages[page] instanceof int[] counts) {
      Arrays.fill(counts, 0);
      memory.release(counts);
    } else {
      memory.releaseWide();
    }
  }

  private void addPage(int page, int[] source, int from) {
    if (pages[page] instanceof int[] target) {
      if (KERNELS.addCounters(source, from, target, 0, PAGE) < 0) {
        pages[page] = widened(target);
      }
    } else {
      long[] target = (long[]) pages[page];
      for (int i = 0; i < PAGE; i++) {
        target[i] += source[from + i];
      }
    }
  }

  private void addWide(int page, long[] source) {
    if (pages[page] instanceof int[] narrow) {
      pages[page] = widened(narrow);
    }
    long[] target = (long[]) pages[page];
    for (int i = 0; i < PAGE; i++) {
      target[i] += source[i];
    }
  }

  /** Two counters below 2^31 add up to less than 2^32, so that the unsigned value is the sum. */
  private long[] widened(int[] narrow) {
    long[] wide = new long[PAGE];
    for (int i = 0; i < PAGE; i++) {
      wide[i] = Integer.toUnsignedLong(narrow[i]);
    }
    memory.widen();
    return wide;
  }
}
