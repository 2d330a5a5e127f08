package dev.vernier.kernels.vector;

import static dev.vernier.kernels.Kernels.HISTOGRAM_COPIES;
import static dev.vernier.kernels.Kernels.HISTOGRAM_PAGE;
import static dev.vernier.kernels.Kernels.HISTOGRAM_STRIDE;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Counting in two passes over a chunk that stays in the first-level cache: the places of the
 * counters in vectors, then the increments, two instructions and a bounds check each.
 */
final class Histograms {
  private static final int MAGNITUDE = 0x7fffffff;

  /** Where in the tables the places of a chunk are kept. */
  private static final int PLACES = HISTOGRAM_COPIES * HISTOGRAM_STRIDE;

  /** Start of the table that a lane counts into. */
  private static final IntVector TABLES =
      IntVector.zero(Lanes.I)
          .addIndex(1)
          .lanewise(VectorOperators.AND, HISTOGRAM_COPIES - 1)
          .lanewise(VectorOperators.MUL, HISTOGRAM_STRIDE);

  private Histograms() {}

  /** Writes the places of the counters of n values, whole vectors of them, and widens bounds. */
  static void places(float[] x, int xo, int n, int[] tables, int[] bounds) {
    IntVector low = IntVector.broadcast(Lanes.I, bounds[0]);
    IntVector high = IntVector.broadcast(Lanes.I, bounds[1]);
    IntVector least = IntVector.broadcast(Lanes.I, bounds[2]);
    for (int i = 0; i < n; i += L) {
      IntVector v = Lanes.bits(Lanes.load(x, xo + i));
      v.lanewise(VectorOperators.LSHR, 16).add(TABLES).intoArray(tables, PLACES + i);
      IntVector flip =
          v.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.AND, MAGNITUDE);
      IntVector ordered = v.lanewise(VectorOperators.XOR, flip);
      low = low.min(ordered);
      high = high.max(ordered);
      least = least.min(v.sub(1).lanewise(VectorOperators.AND, MAGNITUDE));
    }
    bounds[0] = low.reduceLanes(VectorOperators.MIN);
    bounds[1] = high.reduceLanes(VectorOperators.MAX);
    bounds[2] = least.reduceLanes(VectorOperators.MIN);
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
