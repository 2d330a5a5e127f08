package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;
import static dev.vernier.kernels.vector.Lanes.clip;

import jdk.incubator.vector.FloatVector;

/**
 * The multiply-add tiles. Each is one straight line: load accumulators, one flat loop over k,
 * store; written out because accumulators in arrays, branches or nested loops box on JDK 17.
 * Fourteen accumulators cover the latency of two fused multiply-adds a cycle.
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c00.add(0f), low, high).intoArray(y, y0);
    clip(c01.add(0f), low, high).intoArray(y, y0 + L);
    clip(c10.add(0f), low, high).intoArray(y, y1);
    clip(c11.add(0f), low, high).intoArray(y, y1 + L);
    clip(c20.add(0f), low, high).intoArray(y, y2);
    clip(c21.add(0f), low, high).intoArray(y, y2 + L);
    clip(c30.add(0f), low, high).intoArray(y, y3);
    clip(c31.add(0f), low, high).intoArray(y, y3 + L);
    clip(c40.add(0f), low, high).intoArray(y, y4);
    clip(c41.add(0f), low, high).intoArray(y, y4 + L);
    clip(c50.add(0f), low, high).intoArray(y, y5);
    clip(c51.add(0f), low, high).intoArray(y, y5 + L);
    clip(c60.add(0f), low, high).intoArray(y, y6);
    clip(c61.add(0f), low, high).intoArray(y, y6 + L);
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c00.add(0f), low, high).intoArray(y, y0);
    clip(c01.add(0f), low, high).intoArray(y, y0 + L);
    clip(c10.add(0f), low, high).intoArray(y, y1);
    clip(c11.add(0f), low, high).intoArray(y, y1 + L);
    clip(c20.add(0f), low, high).intoArray(y, y2);
    clip(c21.add(0f), low, high).intoArray(y, y2 + L);
    clip(c30.add(0f), low, high).intoArray(y, y3);
    clip(c31.add(0f), low, high).intoArray(y, y3 + L);
    clip(c40.add(0f), low, high).intoArray(y, y4);
    clip(c41.add(0f), low, high).intoArray(y, y4 + L);
    clip(c50.add(0f), low, high).intoArray(y, y5);
    clip(c51.add(0f), low, high).intoArray(y, y5 + L);
    clip(c60.add(0f), low, high).intoArray(y, y6);
    clip(c61.add(0f), low, high).intoArray(y, y6 + L);
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c00.add(0f), low, high).intoArray(y, y0);
    clip(c10.add(0f), low, high).intoArray(y, y1);
    clip(c20.add(0f), low, high).intoArray(y, y2);
    clip(c30.add(0f), low, high).intoArray(y, y3);
    clip(c40.add(0f), low, high).intoArray(y, y4);
    clip(c50.add(0f), low, high).intoArray(y, y5);
    clip(c60.add(0f), low, high).intoArray(y, y6);
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c00.add(0f), low, high).intoArray(y, y0);
    clip(c10.add(0f), low, high).intoArray(y, y1);
    clip(c20.add(0f), low, high).intoArray(y, y2);
    clip(c30.add(0f), low, high).intoArray(y, y3);
    clip(c40.add(0f), low, high).intoArray(y, y4);
    clip(c50.add(0f), low, high).intoArray(y, y5);
    clip(c60.add(0f), low, high).intoArray(y, y6);
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c0.add(0f), low, high).intoArray(y, yo);
    clip(c1.add(0f), low, high).intoArray(y, yo + 1 * L);
    clip(c2.add(0f), low, high).intoArray(y, yo + 2 * L);
    clip(c3.add(0f), low, high).intoArray(y, yo + 3 * L);
    clip(c4.add(0f), low, high).intoArray(y, yo + 4 * L);
    clip(c5.add(0f), low, high).intoArray(y, yo + 5 * L);
    clip(c6.add(0f), low, high).intoArray(y, yo + 6 * L);
    clip(c7.add(0f), low, high).intoArray(y, yo + 7 * L);
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c0.add(0f), low, high).intoArray(y, yo);
    clip(c1.add(0f), low, high).intoArray(y, yo + 1 * L);
    clip(c2.add(0f), low, high).intoArray(y, yo + 2 * L);
    clip(c3.add(0f), low, high).intoArray(y, yo + 3 * L);
    clip(c4.add(0f), low, high).intoArray(y, yo + 4 * L);
    clip(c5.add(0f), low, high).intoArray(y, yo + 5 * L);
    clip(c6.add(0f), low, high).intoArray(y, yo + 6 * L);
    clip(c7.add(0f), low, high).intoArray(y, yo + 7 * L);
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c0.add(0f), low, high).intoArray(y, yo);
    clip(c1.add(0f), low, high).intoArray(y, yo + 1 * L);
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
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    clip(c0.add(0f), low, high).intoArray(y, yo);
    clip(c1.add(0f), low, high).intoArray(y, yo + 1 * L);
  }
}
