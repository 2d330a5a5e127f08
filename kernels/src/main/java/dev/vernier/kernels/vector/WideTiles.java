package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * Tiles of six rows by four vectors: ten loads for 24 multiply-adds, where {@link Tiles} needs nine
 * for fourteen. They take 29 registers, so they are for hardware with 32. Straight-line for the
 * reason given there.
 */
final class WideTiles {
  /** What {@link #six4Ahead} returned last; of no meaning. */
  static int touched;

  private WideTiles() {}

  /** Six rows of neighbouring terms. */
  static void six4(
      int depth,
      float[] x,
      int xo,
      float[] w,
      int wo,
      int ws,
      float[] src,
      int so,
      int srcRows,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float lowest,
      float highest) {
    final int x0 = xo + table[ro + 0];
    final int x1 = xo + table[ro + 1];
    final int x2 = xo + table[ro + 2];
    final int x3 = xo + table[ro + 3];
    final int x4 = xo + table[ro + 4];
    final int x5 = xo + table[ro + 5];
    final int y0 = yo + table[ro + 6];
    final int y1 = yo + table[ro + 7];
    final int y2 = yo + table[ro + 8];
    final int y3 = yo + table[ro + 9];
    final int y4 = yo + table[ro + 10];
    final int y5 = yo + table[ro + 11];
    FloatVector c00 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6]);
    FloatVector c01 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 1 * L);
    FloatVector c02 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 2 * L);
    FloatVector c03 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 3 * L);
    FloatVector c10 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7]);
    FloatVector c11 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 1 * L);
    FloatVector c12 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 2 * L);
    FloatVector c13 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 3 * L);
    FloatVector c20 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8]);
    FloatVector c21 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 1 * L);
    FloatVector c22 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 2 * L);
    FloatVector c23 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 3 * L);
    FloatVector c30 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9]);
    FloatVector c31 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 1 * L);
    FloatVector c32 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 2 * L);
    FloatVector c33 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 3 * L);
    FloatVector c40 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10]);
    FloatVector c41 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 1 * L);
    FloatVector c42 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 2 * L);
    FloatVector c43 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 3 * L);
    FloatVector c50 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11]);
    FloatVector c51 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 1 * L);
    FloatVector c52 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 2 * L);
    FloatVector c53 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 3 * L);
    int q = wo;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      FloatVector b1 = FloatVector.fromArray(F, w, q + 1 * L);
      FloatVector b2 = FloatVector.fromArray(F, w, q + 2 * L);
      FloatVector b3 = FloatVector.fromArray(F, w, q + 3 * L);
      FloatVector a0 = FloatVector.broadcast(F, x[x0 + k]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(F, x[x1 + k]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(F, x[x2 + k]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(F, x[x3 + k]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(F, x[x4 + k]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(F, x[x5 + k]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
      q += ws;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c00 = c00.fma(one, zero);
    c00 = c00.blend(low, c00.lt(low));
    c00.blend(high, high.lt(c00)).intoArray(y, y0);
    c01 = c01.fma(one, zero);
    c01 = c01.blend(low, c01.lt(low));
    c01.blend(high, high.lt(c01)).intoArray(y, y0 + 1 * L);
    c02 = c02.fma(one, zero);
    c02 = c02.blend(low, c02.lt(low));
    c02.blend(high, high.lt(c02)).intoArray(y, y0 + 2 * L);
    c03 = c03.fma(one, zero);
    c03 = c03.blend(low, c03.lt(low));
    c03.blend(high, high.lt(c03)).intoArray(y, y0 + 3 * L);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, y1 + 1 * L);
    c12 = c12.fma(one, zero);
    c12 = c12.blend(low, c12.lt(low));
    c12.blend(high, high.lt(c12)).intoArray(y, y1 + 2 * L);
    c13 = c13.fma(one, zero);
    c13 = c13.blend(low, c13.lt(low));
    c13.blend(high, high.lt(c13)).intoArray(y, y1 + 3 * L);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c21 = c21.fma(one, zero);
    c21 = c21.blend(low, c21.lt(low));
    c21.blend(high, high.lt(c21)).intoArray(y, y2 + 1 * L);
    c22 = c22.fma(one, zero);
    c22 = c22.blend(low, c22.lt(low));
    c22.blend(high, high.lt(c22)).intoArray(y, y2 + 2 * L);
    c23 = c23.fma(one, zero);
    c23 = c23.blend(low, c23.lt(low));
    c23.blend(high, high.lt(c23)).intoArray(y, y2 + 3 * L);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c31 = c31.fma(one, zero);
    c31 = c31.blend(low, c31.lt(low));
    c31.blend(high, high.lt(c31)).intoArray(y, y3 + 1 * L);
    c32 = c32.fma(one, zero);
    c32 = c32.blend(low, c32.lt(low));
    c32.blend(high, high.lt(c32)).intoArray(y, y3 + 2 * L);
    c33 = c33.fma(one, zero);
    c33 = c33.blend(low, c33.lt(low));
    c33.blend(high, high.lt(c33)).intoArray(y, y3 + 3 * L);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c41 = c41.fma(one, zero);
    c41 = c41.blend(low, c41.lt(low));
    c41.blend(high, high.lt(c41)).intoArray(y, y4 + 1 * L);
    c42 = c42.fma(one, zero);
    c42 = c42.blend(low, c42.lt(low));
    c42.blend(high, high.lt(c42)).intoArray(y, y4 + 2 * L);
    c43 = c43.fma(one, zero);
    c43 = c43.blend(low, c43.lt(low));
    c43.blend(high, high.lt(c43)).intoArray(y, y4 + 3 * L);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c51 = c51.fma(one, zero);
    c51 = c51.blend(low, c51.lt(low));
    c51.blend(high, high.lt(c51)).intoArray(y, y5 + 1 * L);
    c52 = c52.fma(one, zero);
    c52 = c52.blend(low, c52.lt(low));
    c52.blend(high, high.lt(c52)).intoArray(y, y5 + 2 * L);
    c53 = c53.fma(one, zero);
    c53 = c53.blend(low, c53.lt(low));
    c53.blend(high, high.lt(c53)).intoArray(y, y5 + 3 * L);
  }

  /**
   * {@link #six4}, reading a float every {@code step} from {@code ahead} on in w, once a term, so
   * that the weights multiplied next are on their way.
   *
   * @return of no meaning, so that the reads are not optimised away
   */
  static int six4Ahead(
      int depth,
      float[] x,
      int xo,
      float[] w,
      int wo,
      int ws,
      int ahead,
      int step,
      float[] src,
      int so,
      int srcRows,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float lowest,
      float highest) {
    final int x0 = xo + table[ro + 0];
    final int x1 = xo + table[ro + 1];
    final int x2 = xo + table[ro + 2];
    final int x3 = xo + table[ro + 3];
    final int x4 = xo + table[ro + 4];
    final int x5 = xo + table[ro + 5];
    final int y0 = yo + table[ro + 6];
    final int y1 = yo + table[ro + 7];
    final int y2 = yo + table[ro + 8];
    final int y3 = yo + table[ro + 9];
    final int y4 = yo + table[ro + 10];
    final int y5 = yo + table[ro + 11];
    FloatVector c00 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6]);
    FloatVector c01 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 1 * L);
    FloatVector c02 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 2 * L);
    FloatVector c03 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 3 * L);
    FloatVector c10 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7]);
    FloatVector c11 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 1 * L);
    FloatVector c12 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 2 * L);
    FloatVector c13 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 3 * L);
    FloatVector c20 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8]);
    FloatVector c21 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 1 * L);
    FloatVector c22 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 2 * L);
    FloatVector c23 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 3 * L);
    FloatVector c30 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9]);
    FloatVector c31 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 1 * L);
    FloatVector c32 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 2 * L);
    FloatVector c33 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 3 * L);
    FloatVector c40 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10]);
    FloatVector c41 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 1 * L);
    FloatVector c42 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 2 * L);
    FloatVector c43 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 3 * L);
    FloatVector c50 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11]);
    FloatVector c51 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 1 * L);
    FloatVector c52 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 2 * L);
    FloatVector c53 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 3 * L);
    int q = wo;
    int next = ahead;
    int touched = 0;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      FloatVector b1 = FloatVector.fromArray(F, w, q + 1 * L);
      FloatVector b2 = FloatVector.fromArray(F, w, q + 2 * L);
      FloatVector b3 = FloatVector.fromArray(F, w, q + 3 * L);
      FloatVector a0 = FloatVector.broadcast(F, x[x0 + k]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(F, x[x1 + k]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(F, x[x2 + k]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(F, x[x3 + k]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(F, x[x4 + k]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(F, x[x5 + k]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
      q += ws;
      touched += Float.floatToRawIntBits(w[next]);
      next += step;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c00 = c00.fma(one, zero);
    c00 = c00.blend(low, c00.lt(low));
    c00.blend(high, high.lt(c00)).intoArray(y, y0);
    c01 = c01.fma(one, zero);
    c01 = c01.blend(low, c01.lt(low));
    c01.blend(high, high.lt(c01)).intoArray(y, y0 + 1 * L);
    c02 = c02.fma(one, zero);
    c02 = c02.blend(low, c02.lt(low));
    c02.blend(high, high.lt(c02)).intoArray(y, y0 + 2 * L);
    c03 = c03.fma(one, zero);
    c03 = c03.blend(low, c03.lt(low));
    c03.blend(high, high.lt(c03)).intoArray(y, y0 + 3 * L);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, y1 + 1 * L);
    c12 = c12.fma(one, zero);
    c12 = c12.blend(low, c12.lt(low));
    c12.blend(high, high.lt(c12)).intoArray(y, y1 + 2 * L);
    c13 = c13.fma(one, zero);
    c13 = c13.blend(low, c13.lt(low));
    c13.blend(high, high.lt(c13)).intoArray(y, y1 + 3 * L);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c21 = c21.fma(one, zero);
    c21 = c21.blend(low, c21.lt(low));
    c21.blend(high, high.lt(c21)).intoArray(y, y2 + 1 * L);
    c22 = c22.fma(one, zero);
    c22 = c22.blend(low, c22.lt(low));
    c22.blend(high, high.lt(c22)).intoArray(y, y2 + 2 * L);
    c23 = c23.fma(one, zero);
    c23 = c23.blend(low, c23.lt(low));
    c23.blend(high, high.lt(c23)).intoArray(y, y2 + 3 * L);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c31 = c31.fma(one, zero);
    c31 = c31.blend(low, c31.lt(low));
    c31.blend(high, high.lt(c31)).intoArray(y, y3 + 1 * L);
    c32 = c32.fma(one, zero);
    c32 = c32.blend(low, c32.lt(low));
    c32.blend(high, high.lt(c32)).intoArray(y, y3 + 2 * L);
    c33 = c33.fma(one, zero);
    c33 = c33.blend(low, c33.lt(low));
    c33.blend(high, high.lt(c33)).intoArray(y, y3 + 3 * L);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c41 = c41.fma(one, zero);
    c41 = c41.blend(low, c41.lt(low));
    c41.blend(high, high.lt(c41)).intoArray(y, y4 + 1 * L);
    c42 = c42.fma(one, zero);
    c42 = c42.blend(low, c42.lt(low));
    c42.blend(high, high.lt(c42)).intoArray(y, y4 + 2 * L);
    c43 = c43.fma(one, zero);
    c43 = c43.blend(low, c43.lt(low));
    c43.blend(high, high.lt(c43)).intoArray(y, y4 + 3 * L);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c51 = c51.fma(one, zero);
    c51 = c51.blend(low, c51.lt(low));
    c51.blend(high, high.lt(c51)).intoArray(y, y5 + 1 * L);
    c52 = c52.fma(one, zero);
    c52 = c52.blend(low, c52.lt(low));
    c52.blend(high, high.lt(c52)).intoArray(y, y5 + 2 * L);
    c53 = c53.fma(one, zero);
    c53 = c53.blend(low, c53.lt(low));
    c53.blend(high, high.lt(c53)).intoArray(y, y5 + 3 * L);
    return touched;
  }

  /** Six rows of terms at any offsets. */
  static void six4ByTaps(
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] src,
      int so,
      int srcRows,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float lowest,
      float highest) {
    final int x0 = xo + table[ro + 0];
    final int x1 = xo + table[ro + 1];
    final int x2 = xo + table[ro + 2];
    final int x3 = xo + table[ro + 3];
    final int x4 = xo + table[ro + 4];
    final int x5 = xo + table[ro + 5];
    final int y0 = yo + table[ro + 6];
    final int y1 = yo + table[ro + 7];
    final int y2 = yo + table[ro + 8];
    final int y3 = yo + table[ro + 9];
    final int y4 = yo + table[ro + 10];
    final int y5 = yo + table[ro + 11];
    FloatVector c00 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6]);
    FloatVector c01 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 1 * L);
    FloatVector c02 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 2 * L);
    FloatVector c03 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 6] + 3 * L);
    FloatVector c10 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7]);
    FloatVector c11 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 1 * L);
    FloatVector c12 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 2 * L);
    FloatVector c13 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + 3 * L);
    FloatVector c20 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8]);
    FloatVector c21 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 1 * L);
    FloatVector c22 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 2 * L);
    FloatVector c23 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + 3 * L);
    FloatVector c30 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9]);
    FloatVector c31 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 1 * L);
    FloatVector c32 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 2 * L);
    FloatVector c33 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + 3 * L);
    FloatVector c40 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10]);
    FloatVector c41 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 1 * L);
    FloatVector c42 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 2 * L);
    FloatVector c43 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + 3 * L);
    FloatVector c50 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11]);
    FloatVector c51 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 1 * L);
    FloatVector c52 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 2 * L);
    FloatVector c53 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + 3 * L);
    int q = wo;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      FloatVector b1 = FloatVector.fromArray(F, w, q + 1 * L);
      FloatVector b2 = FloatVector.fromArray(F, w, q + 2 * L);
      FloatVector b3 = FloatVector.fromArray(F, w, q + 3 * L);
      int tap = taps[to + k];
      FloatVector a0 = FloatVector.broadcast(F, x[x0 + tap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(F, x[x1 + tap]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(F, x[x2 + tap]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(F, x[x3 + tap]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
      FloatVector a4 = FloatVector.broadcast(F, x[x4 + tap]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      c43 = a4.fma(b3, c43);
      FloatVector a5 = FloatVector.broadcast(F, x[x5 + tap]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      c53 = a5.fma(b3, c53);
      q += ws;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c00 = c00.fma(one, zero);
    c00 = c00.blend(low, c00.lt(low));
    c00.blend(high, high.lt(c00)).intoArray(y, y0);
    c01 = c01.fma(one, zero);
    c01 = c01.blend(low, c01.lt(low));
    c01.blend(high, high.lt(c01)).intoArray(y, y0 + 1 * L);
    c02 = c02.fma(one, zero);
    c02 = c02.blend(low, c02.lt(low));
    c02.blend(high, high.lt(c02)).intoArray(y, y0 + 2 * L);
    c03 = c03.fma(one, zero);
    c03 = c03.blend(low, c03.lt(low));
    c03.blend(high, high.lt(c03)).intoArray(y, y0 + 3 * L);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, y1 + 1 * L);
    c12 = c12.fma(one, zero);
    c12 = c12.blend(low, c12.lt(low));
    c12.blend(high, high.lt(c12)).intoArray(y, y1 + 2 * L);
    c13 = c13.fma(one, zero);
    c13 = c13.blend(low, c13.lt(low));
    c13.blend(high, high.lt(c13)).intoArray(y, y1 + 3 * L);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c21 = c21.fma(one, zero);
    c21 = c21.blend(low, c21.lt(low));
    c21.blend(high, high.lt(c21)).intoArray(y, y2 + 1 * L);
    c22 = c22.fma(one, zero);
    c22 = c22.blend(low, c22.lt(low));
    c22.blend(high, high.lt(c22)).intoArray(y, y2 + 2 * L);
    c23 = c23.fma(one, zero);
    c23 = c23.blend(low, c23.lt(low));
    c23.blend(high, high.lt(c23)).intoArray(y, y2 + 3 * L);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c31 = c31.fma(one, zero);
    c31 = c31.blend(low, c31.lt(low));
    c31.blend(high, high.lt(c31)).intoArray(y, y3 + 1 * L);
    c32 = c32.fma(one, zero);
    c32 = c32.blend(low, c32.lt(low));
    c32.blend(high, high.lt(c32)).intoArray(y, y3 + 2 * L);
    c33 = c33.fma(one, zero);
    c33 = c33.blend(low, c33.lt(low));
    c33.blend(high, high.lt(c33)).intoArray(y, y3 + 3 * L);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c41 = c41.fma(one, zero);
    c41 = c41.blend(low, c41.lt(low));
    c41.blend(high, high.lt(c41)).intoArray(y, y4 + 1 * L);
    c42 = c42.fma(one, zero);
    c42 = c42.blend(low, c42.lt(low));
    c42.blend(high, high.lt(c42)).intoArray(y, y4 + 2 * L);
    c43 = c43.fma(one, zero);
    c43 = c43.blend(low, c43.lt(low));
    c43.blend(high, high.lt(c43)).intoArray(y, y4 + 3 * L);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c51 = c51.fma(one, zero);
    c51 = c51.blend(low, c51.lt(low));
    c51.blend(high, high.lt(c51)).intoArray(y, y5 + 1 * L);
    c52 = c52.fma(one, zero);
    c52 = c52.blend(low, c52.lt(low));
    c52.blend(high, high.lt(c52)).intoArray(y, y5 + 2 * L);
    c53 = c53.fma(one, zero);
    c53 = c53.blend(low, c53.lt(low));
    c53.blend(high, high.lt(c53)).intoArray(y, y5 + 3 * L);
  }
}
