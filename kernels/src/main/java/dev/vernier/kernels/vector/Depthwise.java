package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/**
 * Convolution of each channel with itself, lanes over channels, four pixels at a time: neighbours
 * share the weights and, in the 3 x 3 forms, most inputs. Straight-line for the reason {@link
 * Tiles} gives.
 */
final class Depthwise {
  private Depthwise() {}

  static void four3x3Stride1(
      int n,
      float[] x,
      int xo,
      int xs,
      int rowStep,
      float[] w,
      int wo,
      int ws,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      float lowest,
      float highest) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    for (int c = 0; c < n; c += L) {
      FloatVector start = FloatVector.fromArray(F, bias, bo + c);
      FloatVector a0 = start;
      FloatVector a1 = start;
      FloatVector a2 = start;
      FloatVector a3 = start;
      int r0 = xo + c;
      FloatVector w00 = FloatVector.fromArray(F, w, wo + 0 * ws + c);
      FloatVector w01 = FloatVector.fromArray(F, w, wo + 1 * ws + c);
      FloatVector w02 = FloatVector.fromArray(F, w, wo + 2 * ws + c);
      FloatVector v00 = FloatVector.fromArray(F, x, r0);
      a0 = v00.fma(w00, a0);
      FloatVector v01 = FloatVector.fromArray(F, x, r0 + 1 * xs);
      a0 = v01.fma(w01, a0);
      a1 = v01.fma(w00, a1);
      FloatVector v02 = FloatVector.fromArray(F, x, r0 + 2 * xs);
      a0 = v02.fma(w02, a0);
      a1 = v02.fma(w01, a1);
      a2 = v02.fma(w00, a2);
      FloatVector v03 = FloatVector.fromArray(F, x, r0 + 3 * xs);
      a1 = v03.fma(w02, a1);
      a2 = v03.fma(w01, a2);
      a3 = v03.fma(w00, a3);
      FloatVector v04 = FloatVector.fromArray(F, x, r0 + 4 * xs);
      a2 = v04.fma(w02, a2);
      a3 = v04.fma(w01, a3);
      FloatVector v05 = FloatVector.fromArray(F, x, r0 + 5 * xs);
      a3 = v05.fma(w02, a3);
      int r1 = xo + 1 * rowStep + c;
      FloatVector w10 = FloatVector.fromArray(F, w, wo + 3 * ws + c);
      FloatVector w11 = FloatVector.fromArray(F, w, wo + 4 * ws + c);
      FloatVector w12 = FloatVector.fromArray(F, w, wo + 5 * ws + c);
      FloatVector v10 = FloatVector.fromArray(F, x, r1);
      a0 = v10.fma(w10, a0);
      FloatVector v11 = FloatVector.fromArray(F, x, r1 + 1 * xs);
      a0 = v11.fma(w11, a0);
      a1 = v11.fma(w10, a1);
      FloatVector v12 = FloatVector.fromArray(F, x, r1 + 2 * xs);
      a0 = v12.fma(w12, a0);
      a1 = v12.fma(w11, a1);
      a2 = v12.fma(w10, a2);
      FloatVector v13 = FloatVector.fromArray(F, x, r1 + 3 * xs);
      a1 = v13.fma(w12, a1);
      a2 = v13.fma(w11, a2);
      a3 = v13.fma(w10, a3);
      FloatVector v14 = FloatVector.fromArray(F, x, r1 + 4 * xs);
      a2 = v14.fma(w12, a2);
      a3 = v14.fma(w11, a3);
      FloatVector v15 = FloatVector.fromArray(F, x, r1 + 5 * xs);
      a3 = v15.fma(w12, a3);
      int r2 = xo + 2 * rowStep + c;
      FloatVector w20 = FloatVector.fromArray(F, w, wo + 6 * ws + c);
      FloatVector w21 = FloatVector.fromArray(F, w, wo + 7 * ws + c);
      FloatVector w22 = FloatVector.fromArray(F, w, wo + 8 * ws + c);
      FloatVector v20 = FloatVector.fromArray(F, x, r2);
      a0 = v20.fma(w20, a0);
      FloatVector v21 = FloatVector.fromArray(F, x, r2 + 1 * xs);
      a0 = v21.fma(w21, a0);
      a1 = v21.fma(w20, a1);
      FloatVector v22 = FloatVector.fromArray(F, x, r2 + 2 * xs);
      a0 = v22.fma(w22, a0);
      a1 = v22.fma(w21, a1);
      a2 = v22.fma(w20, a2);
      FloatVector v23 = FloatVector.fromArray(F, x, r2 + 3 * xs);
      a1 = v23.fma(w22, a1);
      a2 = v23.fma(w21, a2);
      a3 = v23.fma(w20, a3);
      FloatVector v24 = FloatVector.fromArray(F, x, r2 + 4 * xs);
      a2 = v24.fma(w22, a2);
      a3 = v24.fma(w21, a3);
      FloatVector v25 = FloatVector.fromArray(F, x, r2 + 5 * xs);
      a3 = v25.fma(w22, a3);
      a0 = a0.fma(one, zero);
      a0 = a0.blend(low, a0.lt(low));
      a0.blend(high, high.lt(a0)).intoArray(y, yo + c);
      a1 = a1.fma(one, zero);
      a1 = a1.blend(low, a1.lt(low));
      a1.blend(high, high.lt(a1)).intoArray(y, yo + 1 * ys + c);
      a2 = a2.fma(one, zero);
      a2 = a2.blend(low, a2.lt(low));
      a2.blend(high, high.lt(a2)).intoArray(y, yo + 2 * ys + c);
      a3 = a3.fma(one, zero);
      a3 = a3.blend(low, a3.lt(low));
      a3.blend(high, high.lt(a3)).intoArray(y, yo + 3 * ys + c);
    }
  }

  static void four3x3Stride2(
      int n,
      float[] x,
      int xo,
      int xs,
      int rowStep,
      float[] w,
      int wo,
      int ws,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      float lowest,
      float highest) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    for (int c = 0; c < n; c += L) {
      FloatVector start = FloatVector.fromArray(F, bias, bo + c);
      FloatVector a0 = start;
      FloatVector a1 = start;
      FloatVector a2 = start;
      FloatVector a3 = start;
      int r0 = xo + c;
      FloatVector w00 = FloatVector.fromArray(F, w, wo + 0 * ws + c);
      FloatVector w01 = FloatVector.fromArray(F, w, wo + 1 * ws + c);
      FloatVector w02 = FloatVector.fromArray(F, w, wo + 2 * ws + c);
      FloatVector v00 = FloatVector.fromArray(F, x, r0);
      a0 = v00.fma(w00, a0);
      FloatVector v01 = FloatVector.fromArray(F, x, r0 + 1 * xs);
      a0 = v01.fma(w01, a0);
      FloatVector v02 = FloatVector.fromArray(F, x, r0 + 2 * xs);
      a0 = v02.fma(w02, a0);
      a1 = v02.fma(w00, a1);
      FloatVector v03 = FloatVector.fromArray(F, x, r0 + 3 * xs);
      a1 = v03.fma(w01, a1);
      FloatVector v04 = FloatVector.fromArray(F, x, r0 + 4 * xs);
      a1 = v04.fma(w02, a1);
      a2 = v04.fma(w00, a2);
      FloatVector v05 = FloatVector.fromArray(F, x, r0 + 5 * xs);
      a2 = v05.fma(w01, a2);
      FloatVector v06 = FloatVector.fromArray(F, x, r0 + 6 * xs);
      a2 = v06.fma(w02, a2);
      a3 = v06.fma(w00, a3);
      FloatVector v07 = FloatVector.fromArray(F, x, r0 + 7 * xs);
      a3 = v07.fma(w01, a3);
      FloatVector v08 = FloatVector.fromArray(F, x, r0 + 8 * xs);
      a3 = v08.fma(w02, a3);
      int r1 = xo + 1 * rowStep + c;
      FloatVector w10 = FloatVector.fromArray(F, w, wo + 3 * ws + c);
      FloatVector w11 = FloatVector.fromArray(F, w, wo + 4 * ws + c);
      FloatVector w12 = FloatVector.fromArray(F, w, wo + 5 * ws + c);
      FloatVector v10 = FloatVector.fromArray(F, x, r1);
      a0 = v10.fma(w10, a0);
      FloatVector v11 = FloatVector.fromArray(F, x, r1 + 1 * xs);
      a0 = v11.fma(w11, a0);
      FloatVector v12 = FloatVector.fromArray(F, x, r1 + 2 * xs);
      a0 = v12.fma(w12, a0);
      a1 = v12.fma(w10, a1);
      FloatVector v13 = FloatVector.fromArray(F, x, r1 + 3 * xs);
      a1 = v13.fma(w11, a1);
      FloatVector v14 = FloatVector.fromArray(F, x, r1 + 4 * xs);
      a1 = v14.fma(w12, a1);
      a2 = v14.fma(w10, a2);
      FloatVector v15 = FloatVector.fromArray(F, x, r1 + 5 * xs);
      a2 = v15.fma(w11, a2);
      FloatVector v16 = FloatVector.fromArray(F, x, r1 + 6 * xs);
      a2 = v16.fma(w12, a2);
      a3 = v16.fma(w10, a3);
      FloatVector v17 = FloatVector.fromArray(F, x, r1 + 7 * xs);
      a3 = v17.fma(w11, a3);
      FloatVector v18 = FloatVector.fromArray(F, x, r1 + 8 * xs);
      a3 = v18.fma(w12, a3);
      int r2 = xo + 2 * rowStep + c;
      FloatVector w20 = FloatVector.fromArray(F, w, wo + 6 * ws + c);
      FloatVector w21 = FloatVector.fromArray(F, w, wo + 7 * ws + c);
      FloatVector w22 = FloatVector.fromArray(F, w, wo + 8 * ws + c);
      FloatVector v20 = FloatVector.fromArray(F, x, r2);
      a0 = v20.fma(w20, a0);
      FloatVector v21 = FloatVector.fromArray(F, x, r2 + 1 * xs);
      a0 = v21.fma(w21, a0);
      FloatVector v22 = FloatVector.fromArray(F, x, r2 + 2 * xs);
      a0 = v22.fma(w22, a0);
      a1 = v22.fma(w20, a1);
      FloatVector v23 = FloatVector.fromArray(F, x, r2 + 3 * xs);
      a1 = v23.fma(w21, a1);
      FloatVector v24 = FloatVector.fromArray(F, x, r2 + 4 * xs);
      a1 = v24.fma(w22, a1);
      a2 = v24.fma(w20, a2);
      FloatVector v25 = FloatVector.fromArray(F, x, r2 + 5 * xs);
      a2 = v25.fma(w21, a2);
      FloatVector v26 = FloatVector.fromArray(F, x, r2 + 6 * xs);
      a2 = v26.fma(w22, a2);
      a3 = v26.fma(w20, a3);
      FloatVector v27 = FloatVector.fromArray(F, x, r2 + 7 * xs);
      a3 = v27.fma(w21, a3);
      FloatVector v28 = FloatVector.fromArray(F, x, r2 + 8 * xs);
      a3 = v28.fma(w22, a3);
      a0 = a0.fma(one, zero);
      a0 = a0.blend(low, a0.lt(low));
      a0.blend(high, high.lt(a0)).intoArray(y, yo + c);
      a1 = a1.fma(one, zero);
      a1 = a1.blend(low, a1.lt(low));
      a1.blend(high, high.lt(a1)).intoArray(y, yo + 1 * ys + c);
      a2 = a2.fma(one, zero);
      a2 = a2.blend(low, a2.lt(low));
      a2.blend(high, high.lt(a2)).intoArray(y, yo + 2 * ys + c);
      a3 = a3.fma(one, zero);
      a3 = a3.blend(low, a3.lt(low));
      a3.blend(high, high.lt(a3)).intoArray(y, yo + 3 * ys + c);
    }
  }

  /** Four pixels at any offsets, one vector of channels, any window. */
  static void fourByTaps(
      int[] taps,
      float[] x,
      int xo,
      float[] w,
      int wo,
      int ws,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float lowest,
      float highest) {
    final int x0 = xo + table[ro];
    final int x1 = xo + table[ro + 1];
    final int x2 = xo + table[ro + 2];
    final int x3 = xo + table[ro + 3];
    FloatVector a0 = FloatVector.fromArray(F, bias, bo);
    FloatVector a1 = a0;
    FloatVector a2 = a0;
    FloatVector a3 = a0;
    int q = wo;
    for (int t = 0; t < taps.length; t++) {
      FloatVector b = FloatVector.fromArray(F, w, q);
      int tap = taps[t];
      a0 = FloatVector.fromArray(F, x, x0 + tap).fma(b, a0);
      a1 = FloatVector.fromArray(F, x, x1 + tap).fma(b, a1);
      a2 = FloatVector.fromArray(F, x, x2 + tap).fma(b, a2);
      a3 = FloatVector.fromArray(F, x, x3 + tap).fma(b, a3);
      q += ws;
    }
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    a0 = a0.fma(one, zero);
    a0 = a0.blend(low, a0.lt(low));
    a0.blend(high, high.lt(a0)).intoArray(y, yo + table[ro + 4]);
    a1 = a1.fma(one, zero);
    a1 = a1.blend(low, a1.lt(low));
    a1.blend(high, high.lt(a1)).intoArray(y, yo + table[ro + 5]);
    a2 = a2.fma(one, zero);
    a2 = a2.blend(low, a2.lt(low));
    a2.blend(high, high.lt(a2)).intoArray(y, yo + table[ro + 6]);
    a3 = a3.fma(one, zero);
    a3 = a3.blend(low, a3.lt(low));
    a3.blend(high, high.lt(a3)).intoArray(y, yo + table[ro + 7]);
  }
}
