package dev.vernier.kernels.vector;

import static dev.vernier.kernels.FloatFunctions.ROUNDER;
import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * {@link Tiles} whose sums are stored as codes: multiplied by a factor, clipped, rounded by adding
 * and subtracting the {@code ROUNDER}.
 */
final class CodeTiles {
  private CodeTiles() {}

  static void seven2ByPairs(
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
    final int x6 = xo + table[ro + 6];
    final int y0 = yo + table[ro + 7];
    final int y1 = yo + table[ro + 8];
    final int y2 = yo + table[ro + 9];
    final int y3 = yo + table[ro + 10];
    final int y4 = yo + table[ro + 11];
    final int y5 = yo + table[ro + 12];
    final int y6 = yo + table[ro + 13];
    FloatVector c00 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7]);
    FloatVector c01 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + L);
    FloatVector c10 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8]);
    FloatVector c11 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + L);
    FloatVector c20 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9]);
    FloatVector c21 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + L);
    FloatVector c30 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10]);
    FloatVector c31 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + L);
    FloatVector c40 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11]);
    FloatVector c41 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + L);
    FloatVector c50 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 12]);
    FloatVector c51 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 12] + L);
    FloatVector c60 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 13]);
    FloatVector c61 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 13] + L);
    int q = wo;
    for (int k = 0; k < depth; k += 2) {
      FloatVector b00 = FloatVector.fromArray(F, w, q);
      FloatVector b01 = FloatVector.fromArray(F, w, q + L);
      FloatVector b10 = FloatVector.fromArray(F, w, q + ws);
      FloatVector b11 = FloatVector.fromArray(F, w, q + ws + L);
      FloatVector a00 = FloatVector.broadcast(F, x[x0 + k]);
      c00 = a00.fma(b00, c00);
      c01 = a00.fma(b01, c01);
      FloatVector a01 = FloatVector.broadcast(F, x[x0 + k + 1]);
      c00 = a01.fma(b10, c00);
      c01 = a01.fma(b11, c01);
      FloatVector a10 = FloatVector.broadcast(F, x[x1 + k]);
      c10 = a10.fma(b00, c10);
      c11 = a10.fma(b01, c11);
      FloatVector a11 = FloatVector.broadcast(F, x[x1 + k + 1]);
      c10 = a11.fma(b10, c10);
      c11 = a11.fma(b11, c11);
      FloatVector a20 = FloatVector.broadcast(F, x[x2 + k]);
      c20 = a20.fma(b00, c20);
      c21 = a20.fma(b01, c21);
      FloatVector a21 = FloatVector.broadcast(F, x[x2 + k + 1]);
      c20 = a21.fma(b10, c20);
      c21 = a21.fma(b11, c21);
      FloatVector a30 = FloatVector.broadcast(F, x[x3 + k]);
      c30 = a30.fma(b00, c30);
      c31 = a30.fma(b01, c31);
      FloatVector a31 = FloatVector.broadcast(F, x[x3 + k + 1]);
      c30 = a31.fma(b10, c30);
      c31 = a31.fma(b11, c31);
      FloatVector a40 = FloatVector.broadcast(F, x[x4 + k]);
      c40 = a40.fma(b00, c40);
      c41 = a40.fma(b01, c41);
      FloatVector a41 = FloatVector.broadcast(F, x[x4 + k + 1]);
      c40 = a41.fma(b10, c40);
      c41 = a41.fma(b11, c41);
      FloatVector a50 = FloatVector.broadcast(F, x[x5 + k]);
      c50 = a50.fma(b00, c50);
      c51 = a50.fma(b01, c51);
      FloatVector a51 = FloatVector.broadcast(F, x[x5 + k + 1]);
      c50 = a51.fma(b10, c50);
      c51 = a51.fma(b11, c51);
      FloatVector a60 = FloatVector.broadcast(F, x[x6 + k]);
      c60 = a60.fma(b00, c60);
      c61 = a60.fma(b01, c61);
      FloatVector a61 = FloatVector.broadcast(F, x[x6 + k + 1]);
      c60 = a61.fma(b10, c60);
      c61 = a61.fma(b11, c61);
      q += 2 * ws;
    }
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
    FloatVector f1 = FloatVector.fromArray(F, factors, fo + L);
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
    c01.fma(one, up).fma(one, down).intoArray(y, y0 + L);
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, y1);
    c11 = c11.fma(f1, zero);
    c11 = least.blend(c11, least.lt(c11));
    c11 = most.blend(c11, c11.lt(most));
    c11.fma(one, up).fma(one, down).intoArray(y, y1 + L);
    c20 = c20.fma(f0, zero);
    c20 = least.blend(c20, least.lt(c20));
    c20 = most.blend(c20, c20.lt(most));
    c20.fma(one, up).fma(one, down).intoArray(y, y2);
    c21 = c21.fma(f1, zero);
    c21 = least.blend(c21, least.lt(c21));
    c21 = most.blend(c21, c21.lt(most));
    c21.fma(one, up).fma(one, down).intoArray(y, y2 + L);
    c30 = c30.fma(f0, zero);
    c30 = least.blend(c30, least.lt(c30));
    c30 = most.blend(c30, c30.lt(most));
    c30.fma(one, up).fma(one, down).intoArray(y, y3);
    c31 = c31.fma(f1, zero);
    c31 = least.blend(c31, least.lt(c31));
    c31 = most.blend(c31, c31.lt(most));
    c31.fma(one, up).fma(one, down).intoArray(y, y3 + L);
    c40 = c40.fma(f0, zero);
    c40 = least.blend(c40, least.lt(c40));
    c40 = most.blend(c40, c40.lt(most));
    c40.fma(one, up).fma(one, down).intoArray(y, y4);
    c41 = c41.fma(f1, zero);
    c41 = least.blend(c41, least.lt(c41));
    c41 = most.blend(c41, c41.lt(most));
    c41.fma(one, up).fma(one, down).intoArray(y, y4 + L);
    c50 = c50.fma(f0, zero);
    c50 = least.blend(c50, least.lt(c50));
    c50 = most.blend(c50, c50.lt(most));
    c50.fma(one, up).fma(one, down).intoArray(y, y5);
    c51 = c51.fma(f1, zero);
    c51 = least.blend(c51, least.lt(c51));
    c51 = most.blend(c51, c51.lt(most));
    c51.fma(one, up).fma(one, down).intoArray(y, y5 + L);
    c60 = c60.fma(f0, zero);
    c60 = least.blend(c60, least.lt(c60));
    c60 = most.blend(c60, c60.lt(most));
    c60.fma(one, up).fma(one, down).intoArray(y, y6);
    c61 = c61.fma(f1, zero);
    c61 = least.blend(c61, least.lt(c61));
    c61 = most.blend(c61, c61.lt(most));
    c61.fma(one, up).fma(one, down).intoArray(y, y6 + L);
  }

  static void seven2ByTaps(
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
    final int x6 = xo + table[ro + 6];
    final int y0 = yo + table[ro + 7];
    final int y1 = yo + table[ro + 8];
    final int y2 = yo + table[ro + 9];
    final int y3 = yo + table[ro + 10];
    final int y4 = yo + table[ro + 11];
    final int y5 = yo + table[ro + 12];
    final int y6 = yo + table[ro + 13];
    FloatVector c00 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7]);
    FloatVector c01 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7] + L);
    FloatVector c10 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8]);
    FloatVector c11 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8] + L);
    FloatVector c20 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9]);
    FloatVector c21 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9] + L);
    FloatVector c30 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10]);
    FloatVector c31 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10] + L);
    FloatVector c40 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11]);
    FloatVector c41 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11] + L);
    FloatVector c50 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 12]);
    FloatVector c51 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 12] + L);
    FloatVector c60 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 13]);
    FloatVector c61 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 13] + L);
    int q = wo;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      FloatVector b1 = FloatVector.fromArray(F, w, q + L);
      int tap = taps[to + k];
      FloatVector a0 = FloatVector.broadcast(F, x[x0 + tap]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(F, x[x1 + tap]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(F, x[x2 + tap]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(F, x[x3 + tap]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(F, x[x4 + tap]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(F, x[x5 + tap]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(F, x[x6 + tap]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      q += ws;
    }
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
    FloatVector f1 = FloatVector.fromArray(F, factors, fo + L);
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
    c01.fma(one, up).fma(one, down).intoArray(y, y0 + L);
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, y1);
    c11 = c11.fma(f1, zero);
    c11 = least.blend(c11, least.lt(c11));
    c11 = most.blend(c11, c11.lt(most));
    c11.fma(one, up).fma(one, down).intoArray(y, y1 + L);
    c20 = c20.fma(f0, zero);
    c20 = least.blend(c20, least.lt(c20));
    c20 = most.blend(c20, c20.lt(most));
    c20.fma(one, up).fma(one, down).intoArray(y, y2);
    c21 = c21.fma(f1, zero);
    c21 = least.blend(c21, least.lt(c21));
    c21 = most.blend(c21, c21.lt(most));
    c21.fma(one, up).fma(one, down).intoArray(y, y2 + L);
    c30 = c30.fma(f0, zero);
    c30 = least.blend(c30, least.lt(c30));
    c30 = most.blend(c30, c30.lt(most));
    c30.fma(one, up).fma(one, down).intoArray(y, y3);
    c31 = c31.fma(f1, zero);
    c31 = least.blend(c31, least.lt(c31));
    c31 = most.blend(c31, c31.lt(most));
    c31.fma(one, up).fma(one, down).intoArray(y, y3 + L);
    c40 = c40.fma(f0, zero);
    c40 = least.blend(c40, least.lt(c40));
    c40 = most.blend(c40, c40.lt(most));
    c40.fma(one, up).fma(one, down).intoArray(y, y4);
    c41 = c41.fma(f1, zero);
    c41 = least.blend(c41, least.lt(c41));
    c41 = most.blend(c41, c41.lt(most));
    c41.fma(one, up).fma(one, down).intoArray(y, y4 + L);
    c50 = c50.fma(f0, zero);
    c50 = least.blend(c50, least.lt(c50));
    c50 = most.blend(c50, c50.lt(most));
    c50.fma(one, up).fma(one, down).intoArray(y, y5);
    c51 = c51.fma(f1, zero);
    c51 = least.blend(c51, least.lt(c51));
    c51 = most.blend(c51, c51.lt(most));
    c51.fma(one, up).fma(one, down).intoArray(y, y5 + L);
    c60 = c60.fma(f0, zero);
    c60 = least.blend(c60, least.lt(c60));
    c60 = most.blend(c60, c60.lt(most));
    c60.fma(one, up).fma(one, down).intoArray(y, y6);
    c61 = c61.fma(f1, zero);
    c61 = least.blend(c61, least.lt(c61));
    c61 = most.blend(c61, c61.lt(most));
    c61.fma(one, up).fma(one, down).intoArray(y, y6 + L);
  }

  static void seven1(
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
    final int x6 = xo + table[ro + 6];
    final int y0 = yo + table[ro + 7];
    final int y1 = yo + table[ro + 8];
    final int y2 = yo + table[ro + 9];
    final int y3 = yo + table[ro + 10];
    final int y4 = yo + table[ro + 11];
    final int y5 = yo + table[ro + 12];
    final int y6 = yo + table[ro + 13];
    FloatVector c00 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7]);
    FloatVector c10 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8]);
    FloatVector c20 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9]);
    FloatVector c30 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10]);
    FloatVector c40 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11]);
    FloatVector c50 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 12]);
    FloatVector c60 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 13]);
    int q = wo;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      FloatVector a0 = FloatVector.broadcast(F, x[x0 + k]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(F, x[x1 + k]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(F, x[x2 + k]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(F, x[x3 + k]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(F, x[x4 + k]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(F, x[x5 + k]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = FloatVector.broadcast(F, x[x6 + k]);
      c60 = a6.fma(b0, c60);
      q += ws;
    }
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
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
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, y1);
    c20 = c20.fma(f0, zero);
    c20 = least.blend(c20, least.lt(c20));
    c20 = most.blend(c20, c20.lt(most));
    c20.fma(one, up).fma(one, down).intoArray(y, y2);
    c30 = c30.fma(f0, zero);
    c30 = least.blend(c30, least.lt(c30));
    c30 = most.blend(c30, c30.lt(most));
    c30.fma(one, up).fma(one, down).intoArray(y, y3);
    c40 = c40.fma(f0, zero);
    c40 = least.blend(c40, least.lt(c40));
    c40 = most.blend(c40, c40.lt(most));
    c40.fma(one, up).fma(one, down).intoArray(y, y4);
    c50 = c50.fma(f0, zero);
    c50 = least.blend(c50, least.lt(c50));
    c50 = most.blend(c50, c50.lt(most));
    c50.fma(one, up).fma(one, down).intoArray(y, y5);
    c60 = c60.fma(f0, zero);
    c60 = least.blend(c60, least.lt(c60));
    c60 = most.blend(c60, c60.lt(most));
    c60.fma(one, up).fma(one, down).intoArray(y, y6);
  }

  static void seven1ByTaps(
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
    final int x6 = xo + table[ro + 6];
    final int y0 = yo + table[ro + 7];
    final int y1 = yo + table[ro + 8];
    final int y2 = yo + table[ro + 9];
    final int y3 = yo + table[ro + 10];
    final int y4 = yo + table[ro + 11];
    final int y5 = yo + table[ro + 12];
    final int y6 = yo + table[ro + 13];
    FloatVector c00 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 7]);
    FloatVector c10 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 8]);
    FloatVector c20 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 9]);
    FloatVector c30 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 10]);
    FloatVector c40 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 11]);
    FloatVector c50 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 12]);
    FloatVector c60 = FloatVector.fromArray(F, src, so + srcRows * table[ro + 13]);
    int q = wo;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      int tap = taps[to + k];
      FloatVector a0 = FloatVector.broadcast(F, x[x0 + tap]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(F, x[x1 + tap]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(F, x[x2 + tap]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(F, x[x3 + tap]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(F, x[x4 + tap]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(F, x[x5 + tap]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = FloatVector.broadcast(F, x[x6 + tap]);
      c60 = a6.fma(b0, c60);
      q += ws;
    }
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
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
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, y1);
    c20 = c20.fma(f0, zero);
    c20 = least.blend(c20, least.lt(c20));
    c20 = most.blend(c20, c20.lt(most));
    c20.fma(one, up).fma(one, down).intoArray(y, y2);
    c30 = c30.fma(f0, zero);
    c30 = least.blend(c30, least.lt(c30));
    c30 = most.blend(c30, c30.lt(most));
    c30.fma(one, up).fma(one, down).intoArray(y, y3);
    c40 = c40.fma(f0, zero);
    c40 = least.blend(c40, least.lt(c40));
    c40 = most.blend(c40, c40.lt(most));
    c40.fma(one, up).fma(one, down).intoArray(y, y4);
    c50 = c50.fma(f0, zero);
    c50 = least.blend(c50, least.lt(c50));
    c50 = most.blend(c50, c50.lt(most));
    c50.fma(one, up).fma(one, down).intoArray(y, y5);
    c60 = c60.fma(f0, zero);
    c60 = least.blend(c60, least.lt(c60));
    c60 = most.blend(c60, c60.lt(most));
    c60.fma(one, up).fma(one, down).intoArray(y, y6);
  }
}
