package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * Sixteen neighbouring pixels by one vector of output channels. The distance of the pixels is a
 * number in the code: sixteen addresses would not stay in registers, one does. Straight-line for
 * the reason {@link Tiles} gives.
 */
final class RowTiles {
  private RowTiles() {}

  /** Pixels of sixteen channels; two terms at a time, which are neighbours. */
  static void by16(
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      float lowest,
      float highest) {
    FloatVector c0 = FloatVector.fromArray(F, bias, bo);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    FloatVector c8 = c0;
    FloatVector c9 = c0;
    FloatVector c10 = c0;
    FloatVector c11 = c0;
    FloatVector c12 = c0;
    FloatVector c13 = c0;
    FloatVector c14 = c0;
    FloatVector c15 = c0;
    int q = wo;
    for (int k = 0; k < depth; k += 2) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      FloatVector b1 = FloatVector.fromArray(F, w, q + L);
      int p = xo + taps[to + k];
      c0 = FloatVector.broadcast(F, x[p]).fma(b0, c0);
      c0 = FloatVector.broadcast(F, x[p + 1]).fma(b1, c0);
      c1 = FloatVector.broadcast(F, x[p + 16]).fma(b0, c1);
      c1 = FloatVector.broadcast(F, x[p + 17]).fma(b1, c1);
      c2 = FloatVector.broadcast(F, x[p + 32]).fma(b0, c2);
      c2 = FloatVector.broadcast(F, x[p + 33]).fma(b1, c2);
      c3 = FloatVector.broadcast(F, x[p + 48]).fma(b0, c3);
      c3 = FloatVector.broadcast(F, x[p + 49]).fma(b1, c3);
      c4 = FloatVector.broadcast(F, x[p + 64]).fma(b0, c4);
      c4 = FloatVector.broadcast(F, x[p + 65]).fma(b1, c4);
      c5 = FloatVector.broadcast(F, x[p + 80]).fma(b0, c5);
      c5 = FloatVector.broadcast(F, x[p + 81]).fma(b1, c5);
      c6 = FloatVector.broadcast(F, x[p + 96]).fma(b0, c6);
      c6 = FloatVector.broadcast(F, x[p + 97]).fma(b1, c6);
      c7 = FloatVector.broadcast(F, x[p + 112]).fma(b0, c7);
      c7 = FloatVector.broadcast(F, x[p + 113]).fma(b1, c7);
      c8 = FloatVector.broadcast(F, x[p + 128]).fma(b0, c8);
      c8 = FloatVector.broadcast(F, x[p + 129]).fma(b1, c8);
      c9 = FloatVector.broadcast(F, x[p + 144]).fma(b0, c9);
      c9 = FloatVector.broadcast(F, x[p + 145]).fma(b1, c9);
      c10 = FloatVector.broadcast(F, x[p + 160]).fma(b0, c10);
      c10 = FloatVector.broadcast(F, x[p + 161]).fma(b1, c10);
      c11 = FloatVector.broadcast(F, x[p + 176]).fma(b0, c11);
      c11 = FloatVector.broadcast(F, x[p + 177]).fma(b1, c11);
      c12 = FloatVector.broadcast(F, x[p + 192]).fma(b0, c12);
      c12 = FloatVector.broadcast(F, x[p + 193]).fma(b1, c12);
      c13 = FloatVector.broadcast(F, x[p + 208]).fma(b0, c13);
      c13 = FloatVector.broadcast(F, x[p + 209]).fma(b1, c13);
      c14 = FloatVector.broadcast(F, x[p + 224]).fma(b0, c14);
      c14 = FloatVector.broadcast(F, x[p + 225]).fma(b1, c14);
      c15 = FloatVector.broadcast(F, x[p + 240]).fma(b0, c15);
      c15 = FloatVector.broadcast(F, x[p + 241]).fma(b1, c15);
      q += 2 * L;
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
    c1.blend(high, high.lt(c1)).intoArray(y, yo + 1 * ys);
    c2 = c2.fma(one, zero);
    c2 = c2.blend(low, c2.lt(low));
    c2.blend(high, high.lt(c2)).intoArray(y, yo + 2 * ys);
    c3 = c3.fma(one, zero);
    c3 = c3.blend(low, c3.lt(low));
    c3.blend(high, high.lt(c3)).intoArray(y, yo + 3 * ys);
    c4 = c4.fma(one, zero);
    c4 = c4.blend(low, c4.lt(low));
    c4.blend(high, high.lt(c4)).intoArray(y, yo + 4 * ys);
    c5 = c5.fma(one, zero);
    c5 = c5.blend(low, c5.lt(low));
    c5.blend(high, high.lt(c5)).intoArray(y, yo + 5 * ys);
    c6 = c6.fma(one, zero);
    c6 = c6.blend(low, c6.lt(low));
    c6.blend(high, high.lt(c6)).intoArray(y, yo + 6 * ys);
    c7 = c7.fma(one, zero);
    c7 = c7.blend(low, c7.lt(low));
    c7.blend(high, high.lt(c7)).intoArray(y, yo + 7 * ys);
    c8 = c8.fma(one, zero);
    c8 = c8.blend(low, c8.lt(low));
    c8.blend(high, high.lt(c8)).intoArray(y, yo + 8 * ys);
    c9 = c9.fma(one, zero);
    c9 = c9.blend(low, c9.lt(low));
    c9.blend(high, high.lt(c9)).intoArray(y, yo + 9 * ys);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, yo + 10 * ys);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, yo + 11 * ys);
    c12 = c12.fma(one, zero);
    c12 = c12.blend(low, c12.lt(low));
    c12.blend(high, high.lt(c12)).intoArray(y, yo + 12 * ys);
    c13 = c13.fma(one, zero);
    c13 = c13.blend(low, c13.lt(low));
    c13.blend(high, high.lt(c13)).intoArray(y, yo + 13 * ys);
    c14 = c14.fma(one, zero);
    c14 = c14.blend(low, c14.lt(low));
    c14.blend(high, high.lt(c14)).intoArray(y, yo + 14 * ys);
    c15 = c15.fma(one, zero);
    c15 = c15.blend(low, c15.lt(low));
    c15.blend(high, high.lt(c15)).intoArray(y, yo + 15 * ys);
  }

  /** Pixels of three channels. */
  static void by3(
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      float lowest,
      float highest) {
    FloatVector c0 = FloatVector.fromArray(F, bias, bo);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    FloatVector c8 = c0;
    FloatVector c9 = c0;
    FloatVector c10 = c0;
    FloatVector c11 = c0;
    FloatVector c12 = c0;
    FloatVector c13 = c0;
    FloatVector c14 = c0;
    FloatVector c15 = c0;
    int q = wo;
    for (int k = 0; k < depth; k += 1) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      int p = xo + taps[to + k];
      c0 = FloatVector.broadcast(F, x[p]).fma(b0, c0);
      c1 = FloatVector.broadcast(F, x[p + 3]).fma(b0, c1);
      c2 = FloatVector.broadcast(F, x[p + 6]).fma(b0, c2);
      c3 = FloatVector.broadcast(F, x[p + 9]).fma(b0, c3);
      c4 = FloatVector.broadcast(F, x[p + 12]).fma(b0, c4);
      c5 = FloatVector.broadcast(F, x[p + 15]).fma(b0, c5);
      c6 = FloatVector.broadcast(F, x[p + 18]).fma(b0, c6);
      c7 = FloatVector.broadcast(F, x[p + 21]).fma(b0, c7);
      c8 = FloatVector.broadcast(F, x[p + 24]).fma(b0, c8);
      c9 = FloatVector.broadcast(F, x[p + 27]).fma(b0, c9);
      c10 = FloatVector.broadcast(F, x[p + 30]).fma(b0, c10);
      c11 = FloatVector.broadcast(F, x[p + 33]).fma(b0, c11);
      c12 = FloatVector.broadcast(F, x[p + 36]).fma(b0, c12);
      c13 = FloatVector.broadcast(F, x[p + 39]).fma(b0, c13);
      c14 = FloatVector.broadcast(F, x[p + 42]).fma(b0, c14);
      c15 = FloatVector.broadcast(F, x[p + 45]).fma(b0, c15);
      q += L;
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
    c1.blend(high, high.lt(c1)).intoArray(y, yo + 1 * ys);
    c2 = c2.fma(one, zero);
    c2 = c2.blend(low, c2.lt(low));
    c2.blend(high, high.lt(c2)).intoArray(y, yo + 2 * ys);
    c3 = c3.fma(one, zero);
    c3 = c3.blend(low, c3.lt(low));
    c3.blend(high, high.lt(c3)).intoArray(y, yo + 3 * ys);
    c4 = c4.fma(one, zero);
    c4 = c4.blend(low, c4.lt(low));
    c4.blend(high, high.lt(c4)).intoArray(y, yo + 4 * ys);
    c5 = c5.fma(one, zero);
    c5 = c5.blend(low, c5.lt(low));
    c5.blend(high, high.lt(c5)).intoArray(y, yo + 5 * ys);
    c6 = c6.fma(one, zero);
    c6 = c6.blend(low, c6.lt(low));
    c6.blend(high, high.lt(c6)).intoArray(y, yo + 6 * ys);
    c7 = c7.fma(one, zero);
    c7 = c7.blend(low, c7.lt(low));
    c7.blend(high, high.lt(c7)).intoArray(y, yo + 7 * ys);
    c8 = c8.fma(one, zero);
    c8 = c8.blend(low, c8.lt(low));
    c8.blend(high, high.lt(c8)).intoArray(y, yo + 8 * ys);
    c9 = c9.fma(one, zero);
    c9 = c9.blend(low, c9.lt(low));
    c9.blend(high, high.lt(c9)).intoArray(y, yo + 9 * ys);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, yo + 10 * ys);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, yo + 11 * ys);
    c12 = c12.fma(one, zero);
    c12 = c12.blend(low, c12.lt(low));
    c12.blend(high, high.lt(c12)).intoArray(y, yo + 12 * ys);
    c13 = c13.fma(one, zero);
    c13 = c13.blend(low, c13.lt(low));
    c13.blend(high, high.lt(c13)).intoArray(y, yo + 13 * ys);
    c14 = c14.fma(one, zero);
    c14 = c14.blend(low, c14.lt(low));
    c14.blend(high, high.lt(c14)).intoArray(y, yo + 14 * ys);
    c15 = c15.fma(one, zero);
    c15 = c15.blend(low, c15.lt(low));
    c15.blend(high, high.lt(c15)).intoArray(y, yo + 15 * ys);
  }

  /** Every second pixel of three channels. */
  static void by6(
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      float lowest,
      float highest) {
    FloatVector c0 = FloatVector.fromArray(F, bias, bo);
    FloatVector c1 = c0;
    FloatVector c2 = c0;
    FloatVector c3 = c0;
    FloatVector c4 = c0;
    FloatVector c5 = c0;
    FloatVector c6 = c0;
    FloatVector c7 = c0;
    FloatVector c8 = c0;
    FloatVector c9 = c0;
    FloatVector c10 = c0;
    FloatVector c11 = c0;
    FloatVector c12 = c0;
    FloatVector c13 = c0;
    FloatVector c14 = c0;
    FloatVector c15 = c0;
    int q = wo;
    for (int k = 0; k < depth; k += 1) {
      FloatVector b0 = FloatVector.fromArray(F, w, q);
      int p = xo + taps[to + k];
      c0 = FloatVector.broadcast(F, x[p]).fma(b0, c0);
      c1 = FloatVector.broadcast(F, x[p + 6]).fma(b0, c1);
      c2 = FloatVector.broadcast(F, x[p + 12]).fma(b0, c2);
      c3 = FloatVector.broadcast(F, x[p + 18]).fma(b0, c3);
      c4 = FloatVector.broadcast(F, x[p + 24]).fma(b0, c4);
      c5 = FloatVector.broadcast(F, x[p + 30]).fma(b0, c5);
      c6 = FloatVector.broadcast(F, x[p + 36]).fma(b0, c6);
      c7 = FloatVector.broadcast(F, x[p + 42]).fma(b0, c7);
      c8 = FloatVector.broadcast(F, x[p + 48]).fma(b0, c8);
      c9 = FloatVector.broadcast(F, x[p + 54]).fma(b0, c9);
      c10 = FloatVector.broadcast(F, x[p + 60]).fma(b0, c10);
      c11 = FloatVector.broadcast(F, x[p + 66]).fma(b0, c11);
      c12 = FloatVector.broadcast(F, x[p + 72]).fma(b0, c12);
      c13 = FloatVector.broadcast(F, x[p + 78]).fma(b0, c13);
      c14 = FloatVector.broadcast(F, x[p + 84]).fma(b0, c14);
      c15 = FloatVector.broadcast(F, x[p + 90]).fma(b0, c15);
      q += L;
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
    c1.blend(high, high.lt(c1)).intoArray(y, yo + 1 * ys);
    c2 = c2.fma(one, zero);
    c2 = c2.blend(low, c2.lt(low));
    c2.blend(high, high.lt(c2)).intoArray(y, yo + 2 * ys);
    c3 = c3.fma(one, zero);
    c3 = c3.blend(low, c3.lt(low));
    c3.blend(high, high.lt(c3)).intoArray(y, yo + 3 * ys);
    c4 = c4.fma(one, zero);
    c4 = c4.blend(low, c4.lt(low));
    c4.blend(high, high.lt(c4)).intoArray(y, yo + 4 * ys);
    c5 = c5.fma(one, zero);
    c5 = c5.blend(low, c5.lt(low));
    c5.blend(high, high.lt(c5)).intoArray(y, yo + 5 * ys);
    c6 = c6.fma(one, zero);
    c6 = c6.blend(low, c6.lt(low));
    c6.blend(high, high.lt(c6)).intoArray(y, yo + 6 * ys);
    c7 = c7.fma(one, zero);
    c7 = c7.blend(low, c7.lt(low));
    c7.blend(high, high.lt(c7)).intoArray(y, yo + 7 * ys);
    c8 = c8.fma(one, zero);
    c8 = c8.blend(low, c8.lt(low));
    c8.blend(high, high.lt(c8)).intoArray(y, yo + 8 * ys);
    c9 = c9.fma(one, zero);
    c9 = c9.blend(low, c9.lt(low));
    c9.blend(high, high.lt(c9)).intoArray(y, yo + 9 * ys);
    c10 = c10.fma(one, zero);
    c10 = c10.blend(low, c10.lt(low));
    c10.blend(high, high.lt(c10)).intoArray(y, yo + 10 * ys);
    c11 = c11.fma(one, zero);
    c11 = c11.blend(low, c11.lt(low));
    c11.blend(high, high.lt(c11)).intoArray(y, yo + 11 * ys);
    c12 = c12.fma(one, zero);
    c12 = c12.blend(low, c12.lt(low));
    c12.blend(high, high.lt(c12)).intoArray(y, yo + 12 * ys);
    c13 = c13.fma(one, zero);
    c13 = c13.blend(low, c13.lt(low));
    c13.blend(high, high.lt(c13)).intoArray(y, yo + 13 * ys);
    c14 = c14.fma(one, zero);
    c14 = c14.blend(low, c14.lt(low));
    c14.blend(high, high.lt(c14)).intoArray(y, yo + 14 * ys);
    c15 = c15.fma(one, zero);
    c15 = c15.blend(low, c15.lt(low));
    c15.blend(high, high.lt(c15)).intoArray(y, yo + 15 * ys);
  }
}
