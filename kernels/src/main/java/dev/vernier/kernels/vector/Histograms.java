package dev.vernier.kernels.vector;

import static dev.vernier.kernels.Kernels.HISTOGRAM_COPIES;
import static dev.vernier.kernels.Kernels.HISTOGRAM_PAGE;
import static dev.vernier.kernels.Kernels.HISTOGRAM_STRIDE;
import static dev.vernier.kernels.vector.Lanes.L;

import dev.vernier.kernels.Ordered;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Counting in two passes over a chunk that stays in the first-level cache: the places of the
 * counters in vectors, then the increments, two instructions and a bounds check each. Values whose
 * neighbours are mostly alike, as channels of a pixel that are all zero, go a vector at a time.
 */
final class Histograms {
  /** Where in the tables the places of a chunk are kept. */
  private static final int PLACES = HISTOGRAM_COPIES * HISTOGRAM_STRIDE;

  /** Vectors that are looked at, however many values there are, to choose how to count. */
  private static final int SAMPLES = 32;

  /** Start of the table that a lane counts into. */
  private static final IntVector TABLES =
      IntVector.zero(Lanes.I)
          .addIndex(1)
          .lanewise(VectorOperators.AND, HISTOGRAM_COPIES - 1)
          .lanewise(VectorOperators.MUL, HISTOGRAM_STRIDE);

  private Histograms() {}

  /** Whether most vectors of x, spread over n values, seem to hold values of one bin alone. */
  static boolean mostlyRuns(float[] x, int xo, int n) {
    int step = Math.max(L, n / SAMPLES / L * L);
    int alike = 0;
    int seen = 0;
    for (int i = xo; i < xo + n; i += step) {
      int first = bin(x[i]);
      boolean run =
          first == bin(x[i + L / 4]) && first == bin(x[i + L / 2]) && first == bin(x[i + L - 1]);
      alike += run ? 1 : 0;
      seen++;
    }
    return 4 * alike > 3 * seen;
  }

  private static int bin(float value) {
    return Float.floatToRawIntBits(value) >>> 16;
  }

  /**
   * Counts n values, whole vectors of them and at least one, vectors of values of the same bin at
   * once: one by one, each increment would wait until the one before it is stored. Widens bounds as
   * {@link #places} does.
   */
  static void countRuns(float[] x, int xo, int n, int[] tables, int[] bounds) {
    IntVector low = IntVector.broadcast(Lanes.I, Integer.MAX_VALUE);
    IntVector high = IntVector.broadcast(Lanes.I, Integer.MIN_VALUE);
    IntVector highest = high;
    for (int i = 0; i < n; i += L) {
      IntVector v = Lanes.bits(Lanes.load(x, xo + i));
      IntVector bins = v.lanewise(VectorOperators.LSHR, 16);
      int first = bin(x[xo + i]);
      if (bins.eq(first).allTrue()) {
        tables[first] += L;
      } else {
        bins.add(TABLES).intoArray(tables, PLACES);
        count(tables, L);
      }
      low = low.min(v);
      high = high.max(v);
      highest = highest.max(v.lanewise(VectorOperators.XOR, Integer.MIN_VALUE));
    }
    widen(
        bounds,
        low.reduceLanes(VectorOperators.MIN),
        high.reduceLanes(VectorOperators.MAX),
        highest.reduceLanes(VectorOperators.MAX) ^ Integer.MIN_VALUE);
  }

  /**
   * Writes the places of the counters of n values, whole vectors of them and at least one, and
   * widens bounds. Bits of negative floats ascend with their magnitude: as signed numbers below
   * those of positive floats, as unsigned numbers, which flipping the sign makes comparable, above.
   */
  static void places(float[] x, int xo, int n, int[] tables, int[] bounds) {
    IntVector low = IntVector.broadcast(Lanes.I, Integer.MAX_VALUE);
    IntVector high = IntVector.broadcast(Lanes.I, Integer.MIN_VALUE);
    IntVector highest = high;
    for (int i = 0; i < n; i += L) {
      IntVector v = Lanes.bits(Lanes.load(x, xo + i));
      v.lanewise(VectorOperators.LSHR, 16).add(TABLES).intoArray(tables, PLACES + i);
      low = low.min(v);
      high = high.max(v);
      highest = highest.max(v.lanewise(VectorOperators.XOR, Integer.MIN_VALUE));
    }
    widen(
        bounds,
        low.reduceLanes(VectorOperators.MIN),
        high.reduceLanes(VectorOperators.MAX),
        highest.reduceLanes(VectorOperators.MAX) ^ Integer.MIN_VALUE);
  }

  /** Takes in the lowest and highest bits as signed numbers and the highest as unsigned ones. */
  private static void widen(int[] bounds, int low, int high, int highest) {
    int min = low < 0 ? ordered(highest) : low;
    int max = high < 0 ? ordered(low) : high;
    bounds[0] = Math.min(bounds[0], min);
    bounds[1] = Math.max(bounds[1], max);
  }

  /** {@link Ordered#encode} of a negative float. */
  private static int ordered(int bits) {
    return bits ^ Integer.MAX_VALUE;
  }

  /** Counts the n values, a multiple of four, whose places were written. */
  static void count(int[] tables, int n) {
    for (int i = 0; i < n; i += 4) {
      int first = tables[PLACES + i];
      int second = tables[PLACES + i + 1];
      int third = tables[PLACES + i + 2];
      int fourth = tables[PLACES + i + 3];
      tables[first]++;
      tables[second]++;
      tables[third]++;
      tables[fourth]++;
    }
  }

  static int join(int[] tables, int page) {
    IntVector zero = IntVector.zero(Lanes.I);
    IntVector total = zero;
    int from = page * HISTOGRAM_PAGE;
    for (int i = from; i < from + HISTOGRAM_PAGE; i += L) {
      IntVector first = IntVector.fromArray(Lanes.I, tables, i);
      IntVector second = IntVector.fromArray(Lanes.I, tables, i + HISTOGRAM_STRIDE);
      IntVector third = IntVector.fromArray(Lanes.I, tables, i + 2 * HISTOGRAM_STRIDE);
      IntVector fourth = IntVector.fromArray(Lanes.I, tables, i + 3 * HISTOGRAM_STRIDE);
      IntVector count = first.add(second).add(third.add(fourth));
      count.intoArray(tables, i);
      zero.intoArray(tables, i + HISTOGRAM_STRIDE);
      zero.intoArray(tables, i + 2 * HISTOGRAM_STRIDE);
      zero.intoArray(tables, i + 3 * HISTOGRAM_STRIDE);
      total = total.add(count);
    }
    return total.reduceLanes(VectorOperators.ADD);
  }

  /** Adds n counters, whole vectors of them; the bitwise or of the sums. */
  static int add(int[] x, int xo, int[] y, int yo, int n) {
    IntVector signs = IntVector.zero(Lanes.I);
    for (int i = 0; i < n; i += L) {
      IntVector sum =
          IntVector.fromArray(Lanes.I, x, xo + i).add(IntVector.fromArray(Lanes.I, y, yo + i));
      sum.intoArray(y, yo + i);
      signs = signs.lanewise(VectorOperators.OR, sum);
    }
    return signs.reduceLanes(VectorOperators.OR);
  }
}
