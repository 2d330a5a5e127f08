package dev.vernier.kernels.vector;

import static dev.vernier.kernels.FloatFunctions.ROUNDER;
import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/** {@link WideTiles} whose sums are stored as codes, as {@link CodeTiles} does it. */
final class WideCodeTiles {
  private WideCodeTiles() {}

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
      float[] factors,
      int fo,
      float low,
      float high) {
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
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
    FloatVector f1 = FloatVector.fromArray(F, factors, fo + L);
    FloatVector f2 = FloatVector.fromArray(F, factors, fo + 2 * L);
    FloatVector f3 = FloatVector.fromArray(F, factors, fo + 3 * L);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector up = FloatVector.broadcast(F, ROUNDER);
    FloatVector down = FloatVector.broadcast(F, -ROUNDER);
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
    c00 = c00.fma(f0, zero);
    c00 = least.blend(c00, least.lt(c00));
    c00 = most.blend(c00, c00.lt(most));
    c00.fma(one, up).fma(one, down).intoArray(y, y0);
    c01 = c01.fma(f1, zero);
    c01 = least.blend(c01, least.lt(c01));
    c01 = most.blend(c01, c01.lt(most));
    c01.fma(one, up).fma(one, down).intoArray(y, y0 + 1 * L);
    c02 = c02.fma(f2, zero);
    c02 = least.blend(c02, least.lt(c02));
    c02 = most.blend(c02, c02.lt(most));
    c02.fma(one, up).fma(one, down).intoArray(y, y0 + 2 * L);
    c03 = c03.fma(f3, zero);
    c03 = least.blend(c03, least.lt(c03));
    c03 = most.blend(c03, c03.lt(most));
    c03.fma(one, up).fma(one, down).intoArray(y, y0 + 3 * L);
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, y1);
    c11 = c11.fma(f1, zero);
    c11 = least.blend(c11, least.lt(c11));
    c11 = most.blend(c11, c11.lt(most));
    c11.fma(one, up).fma(one, down).intoArray(y, y1 + 1 * L);
    c12 = c12.fma(f2, zero);
    c12 = least.blend(c12, least.lt(c12));
    c12 = most.blend(c12, c12.lt(most));
    c12.fma(one, up).fma(one, down).intoArray(y, y1 + 2 * L);
    c13 = c13.fma(f3, zero);
    c13 = least.blend(c13, least.lt(c13));
    c13 = most.blend(c13, c13.lt(most));
    c13.fma(one, up).fma(one, down).intoArray(y, y1 + 3 * L);
    c20 = c20.fma(f0, zero);
    c20 = least.blend(c20, least.lt(c20));
    c20 = most.blend(c20, c20.lt(most));
    c20.fma(one, up).fma(one, down).intoArray(y, y2);
    c21 = c21.fma(f1, zero);
    c21 = least.blend(c21, least.lt(c21));
    c21 = most.blend(c21, c21.lt(most));
    c21.fma(one, up).fma(one, down).intoArray(y, y2 + 1 * L);
    c22 = c22.fma(f2, zero);
    c22 = least.blend(c22, least.lt(c22));
    c22 = most.blend(c22, c22.lt(most));
    c22.fma(one, up).fma(one, down).intoArray(y, y2 + 2 * L);
    c23 = c23.fma(f3, zero);
    c23 = least.blend(c23, least.lt(c23));
    c23 = most.blend(c23, c23.lt(most));
    c23.fma(one, up).fma(one, down).intoArray(y, y2 + 3 * L);
    c30 = c30.fma(f0, zero);
    c30 = least.blend(c30, least.lt(c30));
    c30 = most.blend(c30, c30.lt(most));
    c30.fma(one, up).fma(one, down).intoArray(y, y3);
    c31 = c31.fma(f1, zero);
    c31 = least.blend(c31, least.lt(c31));
    c31 = most.blend(c31, c31.lt(most));
    c31.fma(one, up).fma(one, down).intoArray(y, y3 + 1 * L);
    c32 = c32.fma(f2, zero);
    c32 = least.blend(c32, least.lt(c32));
    c32 = most.blend(c32, c32.lt(most));
    c32.fma(one, up).fma(one, down).intoArray(y, y3 + 2 * L);
    c33 = c33.fma(f3, zero);
    c33 = least.blend(c33, least.lt(c33));
    c33 = most.blend(c33, c33.lt(most));
    c33.fma(one, up).fma(one, down).intoArray(y, y3 + 3 * L);
    c40 = c40.fma(f0, zero);
    c40 = least.blend(c40, least.lt(c40));
    c40 = most.blend(c40, c40.lt(most));
    c40.fma(one, up).fma(one, down).intoArray(y, y4);
    c41 = c41.fma(f1, zero);
    c41 = least.blend(c41, least.lt(c41));
    c41 = most.blend(c41, c41.lt(most));
    c41.fma(one, up).fma(one, down).intoArray(y, y4 + 1 * L);
    c42 = c42.fma(f2, zero);
    c42 = least.blend(c42, least.lt(c42));
    c42 = most.blend(c42, c42.lt(most));
    c42.fma(one, up).fma(one, down).intoArray(y, y4 + 2 * L);
    c43 = c43.fma(f3, zero);
    c43 = least.blend(c43, least.lt(c43));
    c43 = most.blend(c43, c43.lt(most));
    c43.fma(one, up).fma(one, down).intoArray(y, y4 + 3 * L);
    c50 = c50.fma(f0, zero);
    c50 = least.blend(c50, least.lt(c50));
    c50 = most.blend(c50, c50.lt(most));
    c50.fma(one, up).fma(one, down).intoArray(y, y5);
    c51 = c51.fma(f1, zero);
    c51 = least.blend(c51, least.lt(c51));
    c51 = most.blend(c51, c51.lt(most));
    c51.fma(one, up).fma(one, down).intoArray(y, y5 + 1 * L);
    c52 = c52.fma(f2, zero);
    c52 = least.blend(c52, least.lt(c52));
    c52 = most.blend(c52, c52.lt(most));
    c52.fma(one, up).fma(one, down).intoArray(y, y5 + 2 * L);
    c53 = c53.fma(f3, zero);
    c53 = least.blend(c53, least.lt(c53));
    c53 = most.blend(c53, c53.lt(most));
    c53.fma(one, up).fma(one, down).intoArray(y, y5 + 3 * L);
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
      float[] factors,
      int fo,
      float low,
      float high) {
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
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
    FloatVector f1 = FloatVector.fromArray(F, factors, fo + L);
    FloatVector f2 = FloatVector.fromArray(F, factors, fo + 2 * L);
    FloatVector f3 = FloatVector.fromArray(F, factors, fo + 3 * L);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector up = FloatVector.broadcast(F, ROUNDER);
    FloatVector down = FloatVector.broadcast(F, -ROUNDER);
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
    c00 = c00.fma(f0, zero);
    c00 = least.blend(c00, least.lt(c00));
    c00 = most.blend(c00, c00.lt(most));
    c00.fma(one, up).fma(one, down).intoArray(y, y0);
    c01 = c01.fma(f1, zero);
    c01 = least.blend(c01, least.lt(c01));
    c01 = most.blend(c01, c01.lt(most));
    c01.fma(one, up).fma(one, down).intoArray(y, y0 + 1 * L);
    c02 = c02.fma(f2, zero);
    c02 = least.blend(c02, least.lt(c02));
    c02 = most.blend(c02, c02.lt(most));
    c02.fma(one, up).fma(one, down).intoArray(y, y0 + 2 * L);
    c03 = c03.fma(f3, zero);
    c03 = least.blend(c03, least.lt(c03));
    c03 = most.blend(c03, c03.lt(most));
    c03.fma(one, up).fma(one, down).intoArray(y, y0 + 3 * L);
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, y1);
    c11 = c11.fma(f1, zero);
    c11 = least.blend(c11, least.lt(c11));
    c11 = most.blend(c11, c11.lt(most));
    c11.fma(one, up).fma(one, down).intoArray(y, y1 + 1 * L);
    c12 = c12.fma(f2, zero);
    c12 = least.blend(c12, least.lt(c12));
    c12 = most.blend(c12, c12.lt(most));
    c12.fma(one, up).fma(one, down).intoArray(y, y1 + 2 * L);
    c13 = c13.fma(f3, zero);
    c13 = least.blend(c13, least.lt(c13));
    c13 = most.blend(c13, c13.lt(most));
    c13.fma(one, up).fma(one, down).intoArray(y, y1 + 3 * L);
    c20 = c20.fma(f0, zero);
    c20 = least.blend(c20, least.lt(c20));
    c20 = most.blend(c20, c20.lt(most));
    c20.fma(one, up).fma(one, down).intoArray(y, y2);
    c21 = c21.fma(f1, zero);
    c21 = least.blend(c21, least.lt(c21));
    c21 = most.blend(c21, c21.lt(most));
    c21.fma(one, up).fma(one, down).intoArray(y, y2 + 1 * L);
    c22 = c22.fma(f2, zero);
    c22 = least.blend(c22, least.lt(c22));
    c22 = most.blend(c22, c22.lt(most));
    c22.fma(one, up).fma(one, down).intoArray(y, y2 + 2 * L);
    c23 = c23.fma(f3, zero);
    c23 = least.blend(c23, least.lt(c23));
    c23 = most.blend(c23, c23.lt(most));
    c23.fma(one, up).fma(one, down).intoArray(y, y2 + 3 * L);
    c30 = c30.fma(f0, zero);
    c30 = least.blend(c30, least.lt(c30));
    c30 = most.blend(c30, c30.lt(most));
    c30.fma(one, up).fma(one, down).intoArray(y, y3);
    c31 = c31.fma(f1, zero);
    c31 = least.blend(c31, least.lt(c31));
    c31 = most.blend(c31, c31.lt(most));
    c31.fma(one, up).fma(one, down).intoArray(y, y3 + 1 * L);
    c32 = c32.fma(f2, zero);
    c32 = least.blend(c32, least.lt(c32));
    c32 = most.blend(c32, c32.lt(most));
    c32.fma(one, up).fma(one, down).intoArray(y, y3 + 2 * L);
    c33 = c33.fma(f3, zero);
    c33 = least.blend(c33, least.lt(c33));
    c33 = most.blend(c33, c33.lt(most));
    c33.fma(one, up).fma(one, down).intoArray(y, y3 + 3 * L);
    c40 = c40.fma(f0, zero);
    c40 = least.blend(c40, least.lt(c40));
    c40 = most.blend(c40, c40.lt(most));
    c40.fma(one, up).fma(one, down).intoArray(y, y4);
    c41 = c41.fma(f1, zero);
    c41 = least.blend(c41, least.lt(c41));
    c41 = most.blend(c41, c41.lt(most));
    c41.fma(one, up).fma(one, down).intoArray(y, y4 + 1 * L);
    c42 = c42.fma(f2, zero);
    c42 = least.blend(c42, least.lt(c42));
    c42 = most.blend(c42, c42.lt(most));
    c42.fma(one, up).fma(one, down).intoArray(y, y4 + 2 * L);
    c43 = c43.fma(f3, zero);
    c43 = least.blend(c43, least.lt(c43));
    c43 = most.blend(c43, c43.lt(most));
    c43.fma(one, up).fma(one, down).intoArray(y, y4 + 3 * L);
    c50 = c50.fma(f0, zero);
    c50 = least.blend(c50, least.lt(c50));
    c50 = most.blend(c50, c50.lt(most));
    c50.fma(one, up).fma(one, down).intoArray(y, y5);
    c51 = c51.fma(f1, zero);
    c51 = least.blend(c51, least.lt(c51));
    c51 = most.blend(c51, c51.lt(most));
    c51.fma(one, up).fma(one, down).intoArray(y, y5 + 1 * L);
    c52 = c52.fma(f2, zero);
    c52 = least.blend(c52, least.lt(c52));
    c52 = most.blend(c52, c52.lt(most));
    c52.fma(one, up).fma(one, down).intoArray(y, y5 + 2 * L);
    c53 = c53.fma(f3, zero);
    c53 = least.blend(c53, least.lt(c53));
    c53 = most.blend(c53, c53.lt(most));
    c53.fma(one, up).fma(one, down).intoArray(y, y5 + 3 * L);
  }
}
