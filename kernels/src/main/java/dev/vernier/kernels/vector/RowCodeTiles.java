package dev.vernier.kernels.vector;

import static dev.vernier.kernels.FloatFunctions.ROUNDER;
import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/** {@link RowTiles} whose sums are stored as codes, as {@link CodeTiles} does it. */
final class RowCodeTiles {
  private RowCodeTiles() {}

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
      float[] factors,
      int fo,
      float low,
      float high) {
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
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector up = FloatVector.broadcast(F, ROUNDER);
    FloatVector down = FloatVector.broadcast(F, -ROUNDER);
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
    c0 = c0.fma(f0, zero);
    c0 = least.blend(c0, least.lt(c0));
    c0 = most.blend(c0, c0.lt(most));
    c0.fma(one, up).fma(one, down).intoArray(y, yo);
    c1 = c1.fma(f0, zero);
    c1 = least.blend(c1, least.lt(c1));
    c1 = most.blend(c1, c1.lt(most));
    c1.fma(one, up).fma(one, down).intoArray(y, yo + 1 * ys);
    c2 = c2.fma(f0, zero);
    c2 = least.blend(c2, least.lt(c2));
    c2 = most.blend(c2, c2.lt(most));
    c2.fma(one, up).fma(one, down).intoArray(y, yo + 2 * ys);
    c3 = c3.fma(f0, zero);
    c3 = least.blend(c3, least.lt(c3));
    c3 = most.blend(c3, c3.lt(most));
    c3.fma(one, up).fma(one, down).intoArray(y, yo + 3 * ys);
    c4 = c4.fma(f0, zero);
    c4 = least.blend(c4, least.lt(c4));
    c4 = most.blend(c4, c4.lt(most));
    c4.fma(one, up).fma(one, down).intoArray(y, yo + 4 * ys);
    c5 = c5.fma(f0, zero);
    c5 = least.blend(c5, least.lt(c5));
    c5 = most.blend(c5, c5.lt(most));
    c5.fma(one, up).fma(one, down).intoArray(y, yo + 5 * ys);
    c6 = c6.fma(f0, zero);
    c6 = least.blend(c6, least.lt(c6));
    c6 = most.blend(c6, c6.lt(most));
    c6.fma(one, up).fma(one, down).intoArray(y, yo + 6 * ys);
    c7 = c7.fma(f0, zero);
    c7 = least.blend(c7, least.lt(c7));
    c7 = most.blend(c7, c7.lt(most));
    c7.fma(one, up).fma(one, down).intoArray(y, yo + 7 * ys);
    c8 = c8.fma(f0, zero);
    c8 = least.blend(c8, least.lt(c8));
    c8 = most.blend(c8, c8.lt(most));
    c8.fma(one, up).fma(one, down).intoArray(y, yo + 8 * ys);
    c9 = c9.fma(f0, zero);
    c9 = least.blend(c9, least.lt(c9));
    c9 = most.blend(c9, c9.lt(most));
    c9.fma(one, up).fma(one, down).intoArray(y, yo + 9 * ys);
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, yo + 10 * ys);
    c11 = c11.fma(f0, zero);
    c11 = least.blend(c11, least.lt(c11));
    c11 = most.blend(c11, c11.lt(most));
    c11.fma(one, up).fma(one, down).intoArray(y, yo + 11 * ys);
    c12 = c12.fma(f0, zero);
    c12 = least.blend(c12, least.lt(c12));
    c12 = most.blend(c12, c12.lt(most));
    c12.fma(one, up).fma(one, down).intoArray(y, yo + 12 * ys);
    c13 = c13.fma(f0, zero);
    c13 = least.blend(c13, least.lt(c13));
    c13 = most.blend(c13, c13.lt(most));
    c13.fma(one, up).fma(one, down).intoArray(y, yo + 13 * ys);
    c14 = c14.fma(f0, zero);
    c14 = least.blend(c14, least.lt(c14));
    c14 = most.blend(c14, c14.lt(most));
    c14.fma(one, up).fma(one, down).intoArray(y, yo + 14 * ys);
    c15 = c15.fma(f0, zero);
    c15 = least.blend(c15, least.lt(c15));
    c15 = most.blend(c15, c15.lt(most));
    c15.fma(one, up).fma(one, down).intoArray(y, yo + 15 * ys);
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
      float[] factors,
      int fo,
      float low,
      float high) {
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
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector up = FloatVector.broadcast(F, ROUNDER);
    FloatVector down = FloatVector.broadcast(F, -ROUNDER);
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
    c0 = c0.fma(f0, zero);
    c0 = least.blend(c0, least.lt(c0));
    c0 = most.blend(c0, c0.lt(most));
    c0.fma(one, up).fma(one, down).intoArray(y, yo);
    c1 = c1.fma(f0, zero);
    c1 = least.blend(c1, least.lt(c1));
    c1 = most.blend(c1, c1.lt(most));
    c1.fma(one, up).fma(one, down).intoArray(y, yo + 1 * ys);
    c2 = c2.fma(f0, zero);
    c2 = least.blend(c2, least.lt(c2));
    c2 = most.blend(c2, c2.lt(most));
    c2.fma(one, up).fma(one, down).intoArray(y, yo + 2 * ys);
    c3 = c3.fma(f0, zero);
    c3 = least.blend(c3, least.lt(c3));
    c3 = most.blend(c3, c3.lt(most));
    c3.fma(one, up).fma(one, down).intoArray(y, yo + 3 * ys);
    c4 = c4.fma(f0, zero);
    c4 = least.blend(c4, least.lt(c4));
    c4 = most.blend(c4, c4.lt(most));
    c4.fma(one, up).fma(one, down).intoArray(y, yo + 4 * ys);
    c5 = c5.fma(f0, zero);
    c5 = least.blend(c5, least.lt(c5));
    c5 = most.blend(c5, c5.lt(most));
    c5.fma(one, up).fma(one, down).intoArray(y, yo + 5 * ys);
    c6 = c6.fma(f0, zero);
    c6 = least.blend(c6, least.lt(c6));
    c6 = most.blend(c6, c6.lt(most));
    c6.fma(one, up).fma(one, down).intoArray(y, yo + 6 * ys);
    c7 = c7.fma(f0, zero);
    c7 = least.blend(c7, least.lt(c7));
    c7 = most.blend(c7, c7.lt(most));
    c7.fma(one, up).fma(one, down).intoArray(y, yo + 7 * ys);
    c8 = c8.fma(f0, zero);
    c8 = least.blend(c8, least.lt(c8));
    c8 = most.blend(c8, c8.lt(most));
    c8.fma(one, up).fma(one, down).intoArray(y, yo + 8 * ys);
    c9 = c9.fma(f0, zero);
    c9 = least.blend(c9, least.lt(c9));
    c9 = most.blend(c9, c9.lt(most));
    c9.fma(one, up).fma(one, down).intoArray(y, yo + 9 * ys);
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, yo + 10 * ys);
    c11 = c11.fma(f0, zero);
    c11 = least.blend(c11, least.lt(c11));
    c11 = most.blend(c11, c11.lt(most));
    c11.fma(one, up).fma(one, down).intoArray(y, yo + 11 * ys);
    c12 = c12.fma(f0, zero);
    c12 = least.blend(c12, least.lt(c12));
    c12 = most.blend(c12, c12.lt(most));
    c12.fma(one, up).fma(one, down).intoArray(y, yo + 12 * ys);
    c13 = c13.fma(f0, zero);
    c13 = least.blend(c13, least.lt(c13));
    c13 = most.blend(c13, c13.lt(most));
    c13.fma(one, up).fma(one, down).intoArray(y, yo + 13 * ys);
    c14 = c14.fma(f0, zero);
    c14 = least.blend(c14, least.lt(c14));
    c14 = most.blend(c14, c14.lt(most));
    c14.fma(one, up).fma(one, down).intoArray(y, yo + 14 * ys);
    c15 = c15.fma(f0, zero);
    c15 = least.blend(c15, least.lt(c15));
    c15 = most.blend(c15, c15.lt(most));
    c15.fma(one, up).fma(one, down).intoArray(y, yo + 15 * ys);
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
      float[] factors,
      int fo,
      float low,
      float high) {
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
    FloatVector f0 = FloatVector.fromArray(F, factors, fo);
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector up = FloatVector.broadcast(F, ROUNDER);
    FloatVector down = FloatVector.broadcast(F, -ROUNDER);
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
    c0 = c0.fma(f0, zero);
    c0 = least.blend(c0, least.lt(c0));
    c0 = most.blend(c0, c0.lt(most));
    c0.fma(one, up).fma(one, down).intoArray(y, yo);
    c1 = c1.fma(f0, zero);
    c1 = least.blend(c1, least.lt(c1));
    c1 = most.blend(c1, c1.lt(most));
    c1.fma(one, up).fma(one, down).intoArray(y, yo + 1 * ys);
    c2 = c2.fma(f0, zero);
    c2 = least.blend(c2, least.lt(c2));
    c2 = most.blend(c2, c2.lt(most));
    c2.fma(one, up).fma(one, down).intoArray(y, yo + 2 * ys);
    c3 = c3.fma(f0, zero);
    c3 = least.blend(c3, least.lt(c3));
    c3 = most.blend(c3, c3.lt(most));
    c3.fma(one, up).fma(one, down).intoArray(y, yo + 3 * ys);
    c4 = c4.fma(f0, zero);
    c4 = least.blend(c4, least.lt(c4));
    c4 = most.blend(c4, c4.lt(most));
    c4.fma(one, up).fma(one, down).intoArray(y, yo + 4 * ys);
    c5 = c5.fma(f0, zero);
    c5 = least.blend(c5, least.lt(c5));
    c5 = most.blend(c5, c5.lt(most));
    c5.fma(one, up).fma(one, down).intoArray(y, yo + 5 * ys);
    c6 = c6.fma(f0, zero);
    c6 = least.blend(c6, least.lt(c6));
    c6 = most.blend(c6, c6.lt(most));
    c6.fma(one, up).fma(one, down).intoArray(y, yo + 6 * ys);
    c7 = c7.fma(f0, zero);
    c7 = least.blend(c7, least.lt(c7));
    c7 = most.blend(c7, c7.lt(most));
    c7.fma(one, up).fma(one, down).intoArray(y, yo + 7 * ys);
    c8 = c8.fma(f0, zero);
    c8 = least.blend(c8, least.lt(c8));
    c8 = most.blend(c8, c8.lt(most));
    c8.fma(one, up).fma(one, down).intoArray(y, yo + 8 * ys);
    c9 = c9.fma(f0, zero);
    c9 = least.blend(c9, least.lt(c9));
    c9 = most.blend(c9, c9.lt(most));
    c9.fma(one, up).fma(one, down).intoArray(y, yo + 9 * ys);
    c10 = c10.fma(f0, zero);
    c10 = least.blend(c10, least.lt(c10));
    c10 = most.blend(c10, c10.lt(most));
    c10.fma(one, up).fma(one, down).intoArray(y, yo + 10 * ys);
    c11 = c11.fma(f0, zero);
    c11 = least.blend(c11, least.lt(c11));
    c11 = most.blend(c11, c11.lt(most));
    c11.fma(one, up).fma(one, down).intoArray(y, yo + 11 * ys);
    c12 = c12.fma(f0, zero);
    c12 = least.blend(c12, least.lt(c12));
    c12 = most.blend(c12, c12.lt(most));
    c12.fma(one, up).fma(one, down).intoArray(y, yo + 12 * ys);
    c13 = c13.fma(f0, zero);
    c13 = least.blend(c13, least.lt(c13));
    c13 = most.blend(c13, c13.lt(most));
    c13.fma(one, up).fma(one, down).intoArray(y, yo + 13 * ys);
    c14 = c14.fma(f0, zero);
    c14 = least.blend(c14, least.lt(c14));
    c14 = most.blend(c14, c14.lt(most));
    c14.fma(one, up).fma(one, down).intoArray(y, yo + 14 * ys);
    c15 = c15.fma(f0, zero);
    c15 = least.blend(c15, least.lt(c15));
    c15 = most.blend(c15, c15.lt(most));
    c15.fma(one, up).fma(one, down).intoArray(y, yo + 15 * ys);
  }
}
