package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * The multiply-add tiles. Each is one straight line: load accumulators, one flat loop over k,
 * store; written out because accumulators in arrays, branches or nested loops box on JDK 17.
 * Fourteen accumulators cover the latency of two fused multiply-adds a cycle.
 *
 * <p>Two steps of k at a time share the addresses of the rows, which are what else fills the loop.
 *
 * <p>The clip is spelled out: beyond a number of nodes the compiler stops inlining, and then boxes.
 *
 * <p>The final addition of zero is a fused multiply-add by one, the same bits: every inlined {@code
 * add}, {@code sub} or {@code mul} counts the failed type checks that its shared implementation has
 * had in this JVM towards a limit of 100 a method ({@code PerMethodTrapLimit}), beyond which the
 * compiler gives up knowing the vectors' class; 14 additions of 7 were too many.
 */
final class Tiles {
  private Tiles() {}

  static void seven2(
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
      FloatVector a0 = FloatVector.broadcast(F, x[x0 + k]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(F, x[x1 + k]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(F, x[x2 + k]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(F, x[x3 + k]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(F, x[x4 + k]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(F, x[x5 + k]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(F, x[x6 + k]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
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
    c01.blend(high, high.lt(c01)).intoArray(y, y0 + L);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, y1 + L);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c21 = c21.fma(one, zero);
    c21 = c21.blend(low, c21.lt(low));
    c21.blend(high, high.lt(c21)).intoArray(y, y2 + L);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c31 = c31.fma(one, zero);
    c31 = c31.blend(low, c31.lt(low));
    c31.blend(high, high.lt(c31)).intoArray(y, y3 + L);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c41 = c41.fma(one, zero);
    c41 = c41.blend(low, c41.lt(low));
    c41.blend(high, high.lt(c41)).intoArray(y, y4 + L);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c51 = c51.fma(one, zero);
    c51 = c51.blend(low, c51.lt(low));
    c51.blend(high, high.lt(c51)).intoArray(y, y5 + L);
    c60 = c60.fma(one, zero);
    c60 = c60.blend(low, c60.lt(low));
    c60.blend(high, high.lt(c60)).intoArray(y, y6);
    c61 = c61.fma(one, zero);
    c61 = c61.blend(low, c61.lt(low));
    c61.blend(high, high.lt(c61)).intoArray(y, y6 + L);
  }

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
      float lowest,
      float highest) {
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
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c00 = c00.fma(one, zero);
    c00 = c00.blend(low, c00.lt(low));
    c00.blend(high, high.lt(c00)).intoArray(y, y0);
    c01 = c01.fma(one, zero);
    c01 = c01.blend(low, c01.lt(low));
    c01.blend(high, high.lt(c01)).intoArray(y, y0 + L);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, y1 + L);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c21 = c21.fma(one, zero);
    c21 = c21.blend(low, c21.lt(low));
    c21.blend(high, high.lt(c21)).intoArray(y, y2 + L);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c31 = c31.fma(one, zero);
    c31 = c31.blend(low, c31.lt(low));
    c31.blend(high, high.lt(c31)).intoArray(y, y3 + L);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c41 = c41.fma(one, zero);
    c41 = c41.blend(low, c41.lt(low));
    c41.blend(high, high.lt(c41)).intoArray(y, y4 + L);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c51 = c51.fma(one, zero);
    c51 = c51.blend(low, c51.lt(low));
    c51.blend(high, high.lt(c51)).intoArray(y, y5 + L);
    c60 = c60.fma(one, zero);
    c60 = c60.blend(low, c60.lt(low));
    c60.blend(high, high.lt(c60)).intoArray(y, y6);
    c61 = c61.fma(one, zero);
    c61 = c61.blend(low, c61.lt(low));
    c61.blend(high, high.lt(c61)).intoArray(y, y6 + L);
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
      float lowest,
      float highest) {
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
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c00 = c00.fma(one, zero);
    c00 = c00.blend(low, c00.lt(low));
    c00.blend(high, high.lt(c00)).intoArray(y, y0);
    c01 = c01.fma(one, zero);
    c01 = c01.blend(low, c01.lt(low));
    c01.blend(high, high.lt(c01)).intoArray(y, y0 + L);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, y1 + L);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c21 = c21.fma(one, zero);
    c21 = c21.blend(low, c21.lt(low));
    c21.blend(high, high.lt(c21)).intoArray(y, y2 + L);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c31 = c31.fma(one, zero);
    c31 = c31.blend(low, c31.lt(low));
    c31.blend(high, high.lt(c31)).intoArray(y, y3 + L);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c41 = c41.fma(one, zero);
    c41 = c41.blend(low, c41.lt(low));
    c41.blend(high, high.lt(c41)).intoArray(y, y4 + L);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c51 = c51.fma(one, zero);
    c51 = c51.blend(low, c51.lt(low));
    c51.blend(high, high.lt(c51)).intoArray(y, y5 + L);
    c60 = c60.fma(one, zero);
    c60 = c60.blend(low, c60.lt(low));
    c60.blend(high, high.lt(c60)).intoArray(y, y6);
    c61 = c61.fma(one, zero);
    c61 = c61.blend(low, c61.lt(low));
    c61.blend(high, high.lt(c61)).intoArray(y, y6 + L);
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
      float lowest,
      float highest) {
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
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c00 = c00.fma(one, zero);
    c00 = c00.blend(low, c00.lt(low));
    c00.blend(high, high.lt(c00)).intoArray(y, y0);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c60 = c60.fma(one, zero);
    c60 = c60.blend(low, c60.lt(low));
    c60.blend(high, high.lt(c60)).intoArray(y, y6);
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
      float lowest,
      float highest) {
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
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c00 = c00.fma(one, zero);
    c00 = c00.blend(low, c00.lt(low));
    c00.blend(high, high.lt(c00)).intoArray(y, y0);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, y1);
    c20 = c20.fma(one, zero);
    c20 = c20.blend(low, c20.lt(low));
    c20.blend(high, high.lt(c20)).intoArray(y, y2);
    c30 = c30.fma(one, zero);
    c30 = c30.blend(low, c30.lt(low));
    c30.blend(high, high.lt(c30)).intoArray(y, y3);
    c40 = c40.fma(one, zero);
    c40 = c40.blend(low, c40.lt(low));
    c40.blend(high, high.lt(c40)).intoArray(y, y4);
    c50 = c50.fma(one, zero);
    c50 = c50.blend(low, c50.lt(low));
    c50.blend(high, high.lt(c50)).intoArray(y, y5);
    c60 = c60.fma(one, zero);
    c60 = c60.blend(low, c60.lt(low));
    c60.blend(high, high.lt(c60)).intoArray(y, y6);
  }

  static void row8(
      int depth,
      float[] x,
      int xo,
      float[] w,
      int wo,
      int ws,
      int panelStep,
      float[] src,
      int so,
      float[] y,
      int yo,
      float lowest,
      float highest) {
    FloatVector c0 = FloatVector.fromArray(F, src, so);
    FloatVector c1 = FloatVector.fromArray(F, src, so + 1 * L);
    FloatVector c2 = FloatVector.fromArray(F, src, so + 2 * L);
    FloatVector c3 = FloatVector.fromArray(F, src, so + 3 * L);
    FloatVector c4 = FloatVector.fromArray(F, src, so + 4 * L);
    FloatVector c5 = FloatVector.fromArray(F, src, so + 5 * L);
    FloatVector c6 = FloatVector.fromArray(F, src, so + 6 * L);
    FloatVector c7 = FloatVector.fromArray(F, src, so + 7 * L);
    int q0 = wo;
    int q1 = wo + 1 * panelStep;
    int q2 = wo + 2 * panelStep;
    int q3 = wo + 3 * panelStep;
    for (int k = 0; k < depth; k++) {
      FloatVector a = FloatVector.broadcast(F, x[xo + k]);
      c0 = a.fma(FloatVector.fromArray(F, w, q0), c0);
      c1 = a.fma(FloatVector.fromArray(F, w, q0 + L), c1);
      c2 = a.fma(FloatVector.fromArray(F, w, q1), c2);
      c3 = a.fma(FloatVector.fromArray(F, w, q1 + L), c3);
      c4 = a.fma(FloatVector.fromArray(F, w, q2), c4);
      c5 = a.fma(FloatVector.fromArray(F, w, q2 + L), c5);
      c6 = a.fma(FloatVector.fromArray(F, w, q3), c6);
      c7 = a.fma(FloatVector.fromArray(F, w, q3 + L), c7);
      q0 += ws;
      q1 += ws;
      q2 += ws;
      q3 += ws;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c0 = c0.fma(one, zero);
    c0 = c0.blend(low, c0.lt(low));
    c0.blend(high, high.lt(c0)).intoArray(y, yo);
    c1 = c1.fma(one, zero);
    c1 = c1.blend(low, c1.lt(low));
    c1.blend(high, high.lt(c1)).intoArray(y, yo + 1 * L);
    c2 = c2.fma(one, zero);
    c2 = c2.blend(low, c2.lt(low));
    c2.blend(high, high.lt(c2)).intoArray(y, yo + 2 * L);
    c3 = c3.fma(one, zero);
    c3 = c3.blend(low, c3.lt(low));
    c3.blend(high, high.lt(c3)).intoArray(y, yo + 3 * L);
    c4 = c4.fma(one, zero);
    c4 = c4.blend(low, c4.lt(low));
    c4.blend(high, high.lt(c4)).intoArray(y, yo + 4 * L);
    c5 = c5.fma(one, zero);
    c5 = c5.blend(low, c5.lt(low));
    c5.blend(high, high.lt(c5)).intoArray(y, yo + 5 * L);
    c6 = c6.fma(one, zero);
    c6 = c6.blend(low, c6.lt(low));
    c6.blend(high, high.lt(c6)).intoArray(y, yo + 6 * L);
    c7 = c7.fma(one, zero);
    c7 = c7.blend(low, c7.lt(low));
    c7.blend(high, high.lt(c7)).intoArray(y, yo + 7 * L);
  }

  static void row8ByTaps(
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      int panelStep,
      float[] src,
      int so,
      float[] y,
      int yo,
      float lowest,
      float highest) {
    FloatVector c0 = FloatVector.fromArray(F, src, so);
    FloatVector c1 = FloatVector.fromArray(F, src, so + 1 * L);
    FloatVector c2 = FloatVector.fromArray(F, src, so + 2 * L);
    FloatVector c3 = FloatVector.fromArray(F, src, so + 3 * L);
    FloatVector c4 = FloatVector.fromArray(F, src, so + 4 * L);
    FloatVector c5 = FloatVector.fromArray(F, src, so + 5 * L);
    FloatVector c6 = FloatVector.fromArray(F, src, so + 6 * L);
    FloatVector c7 = FloatVector.fromArray(F, src, so + 7 * L);
    int q0 = wo;
    int q1 = wo + 1 * panelStep;
    int q2 = wo + 2 * panelStep;
    int q3 = wo + 3 * panelStep;
    for (int k = 0; k < depth; k++) {
      FloatVector a = FloatVector.broadcast(F, x[xo + taps[to + k]]);
      c0 = a.fma(FloatVector.fromArray(F, w, q0), c0);
      c1 = a.fma(FloatVector.fromArray(F, w, q0 + L), c1);
      c2 = a.fma(FloatVector.fromArray(F, w, q1), c2);
      c3 = a.fma(FloatVector.fromArray(F, w, q1 + L), c3);
      c4 = a.fma(FloatVector.fromArray(F, w, q2), c4);
      c5 = a.fma(FloatVector.fromArray(F, w, q2 + L), c5);
      c6 = a.fma(FloatVector.fromArray(F, w, q3), c6);
      c7 = a.fma(FloatVector.fromArray(F, w, q3 + L), c7);
      q0 += ws;
      q1 += ws;
      q2 += ws;
      q3 += ws;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c0 = c0.fma(one, zero);
    c0 = c0.blend(low, c0.lt(low));
    c0.blend(high, high.lt(c0)).intoArray(y, yo);
    c1 = c1.fma(one, zero);
    c1 = c1.blend(low, c1.lt(low));
    c1.blend(high, high.lt(c1)).intoArray(y, yo + 1 * L);
    c2 = c2.fma(one, zero);
    c2 = c2.blend(low, c2.lt(low));
    c2.blend(high, high.lt(c2)).intoArray(y, yo + 2 * L);
    c3 = c3.fma(one, zero);
    c3 = c3.blend(low, c3.lt(low));
    c3.blend(high, high.lt(c3)).intoArray(y, yo + 3 * L);
    c4 = c4.fma(one, zero);
    c4 = c4.blend(low, c4.lt(low));
    c4.blend(high, high.lt(c4)).intoArray(y, yo + 4 * L);
    c5 = c5.fma(one, zero);
    c5 = c5.blend(low, c5.lt(low));
    c5.blend(high, high.lt(c5)).intoArray(y, yo + 5 * L);
    c6 = c6.fma(one, zero);
    c6 = c6.blend(low, c6.lt(low));
    c6.blend(high, high.lt(c6)).intoArray(y, yo + 6 * L);
    c7 = c7.fma(one, zero);
    c7 = c7.blend(low, c7.lt(low));
    c7.blend(high, high.lt(c7)).intoArray(y, yo + 7 * L);
  }

  static void row2(
      int depth,
      float[] x,
      int xo,
      float[] w,
      int wo,
      int ws,
      int panelStep,
      float[] src,
      int so,
      float[] y,
      int yo,
      float lowest,
      float highest) {
    FloatVector c0 = FloatVector.fromArray(F, src, so);
    FloatVector c1 = FloatVector.fromArray(F, src, so + 1 * L);
    int q0 = wo;
    for (int k = 0; k < depth; k++) {
      FloatVector a = FloatVector.broadcast(F, x[xo + k]);
      c0 = a.fma(FloatVector.fromArray(F, w, q0), c0);
      c1 = a.fma(FloatVector.fromArray(F, w, q0 + L), c1);
      q0 += ws;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c0 = c0.fma(one, zero);
    c0 = c0.blend(low, c0.lt(low));
    c0.blend(high, high.lt(c0)).intoArray(y, yo);
    c1 = c1.fma(one, zero);
    c1 = c1.blend(low, c1.lt(low));
    c1.blend(high, high.lt(c1)).intoArray(y, yo + 1 * L);
  }

  static void row2ByTaps(
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      int panelStep,
      float[] src,
      int so,
      float[] y,
      int yo,
      float lowest,
      float highest) {
    FloatVector c0 = FloatVector.fromArray(F, src, so);
    FloatVector c1 = FloatVector.fromArray(F, src, so + 1 * L);
    int q0 = wo;
    for (int k = 0; k < depth; k++) {
      FloatVector a = FloatVector.broadcast(F, x[xo + taps[to + k]]);
      c0 = a.fma(FloatVector.fromArray(F, w, q0), c0);
      c1 = a.fma(FloatVector.fromArray(F, w, q0 + L), c1);
      q0 += ws;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    c0 = c0.fma(one, zero);
    c0 = c0.blend(low, c0.lt(low));
    c0.blend(high, high.lt(c0)).intoArray(y, yo);
    c1 = c1.fma(one, zero);
    c1 = c1.blend(low, c1.lt(low));
    c1.blend(high, high.lt(c1)).intoArray(y, yo + 1 * L);
  }
}
