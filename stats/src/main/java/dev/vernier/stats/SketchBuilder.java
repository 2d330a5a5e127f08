package dev.vernier.stats;

import dev.vernier.kernels.Ordered;
import java.util.Arrays;

/**
 * Makes a sketch from pages of counters. A page holds the bins of one sign and exponent by
 * ascending magnitude; pages are added in ascending order of value: those of negative numbers, from
 * {@link #LAST_PAGE} down, before those of positive ones.
 */
final class SketchBuilder {
  /** The first page of negative numbers. */
  static final int NEGATIVE = 256;

  static final int LAST_PAGE = 511;

  private static final int PAGE = StateMemory.PAGE;

  private char[] bins = new char[1024];
  private long[] counts = new long[1024];
  private int size;

  void add(int page, int[] source, int from) {
    reserve();
    for (int i = 0; i < PAGE; i++) {
      int bin = bin(page, i);
      int count = source[from + bin];
      if (count != 0) {
        add(page, bin, count);
      }
    }
  }

  void add(int page, long[] source) {
    reserve();
    for (int i = 0; i < PAGE; i++) {
      int bin = bin(page, i);
      if (source[bin] != 0) {
        add(page, bin, source[bin]);
      }
    }
  }

  private static int bin(int page, int i) {
    return page >= NEGATIVE ? PAGE - 1 - i : i;
  }

  /** Negative and positive zero are one bin. */
  private void add(int page, int bin, long count) {
    char index = (char) FloatBins.ofLeadingBits(page * PAGE + bin);
    if (size > 0 && bins[size - 1] == index) {
      counts[size - 1] += count;
    } else {
      bins[size] = index;
      counts[size++] = count;
    }
  }

  private void reserve() {
    if (size + PAGE > bins.length) {
      bins = Arrays.copyOf(bins, 2 * bins.length);
      counts = Arrays.copyOf(counts, 2 * counts.length);
    }
  }

  /** The sketch of what was added, given its ordered exact extremes; then starts anew. */
  HistogramSketch finish(int min, int max, NonFinite nonFinite, int stride) {
    HistogramSketch sketch =
        new HistogramSketch(
            Arrays.copyOf(bins, size),
            Arrays.copyOf(counts, size),
            size == 0 ? 0 : Ordered.decode(min),
            size == 0 ? 0 : Ordered.decode(max),
            nonFinite,
            stride);
    size = 0;
    return sketch;
  }
}
