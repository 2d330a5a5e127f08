package dev.vernier.kernels.vector;

import static dev.vernier.kernels.FloatFunctions.ROUNDER;
import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import jdk.incubator.vector.FloatVector;

/** {@link Depthwise} whose sums are stored as codes, as {@link CodeTiles} does it. */
final class CodeDepthwise {
  private CodeDepthwise() {}

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
      float[] factors,
      int fo,
      float low,
      float high) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector up = FloatVector.broadcast(F, ROUNDER);
    FloatVector down = FloatVector.broadcast(F, -ROUNDER);
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
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
      FloatVector f = FloatVector.fromArray(F, factors, fo + c);
      a0 = a0.fma(f, zero);
      a0 = least.blend(a0, least.lt(a0));
      a0 = most.blend(a0, a0.lt(most));
      a0.fma(one, up).fma(one, down).intoArray(y, yo + c);
      a1 = a1.fma(f, zero);
      a1 = least.blend(a1, least.lt(a1));
      a1 = most.blend(a1, a1.lt(most));
      a1.fma(one, up).fma(one, down).intoArray(y, yo + 1 * ys + c);
      a2 = a2.fma(f, zero);
      a2 = least.blend(a2, least.lt(a2));
      a2 = most.blend(a2, a2.lt(most));
      a2.fma(one, up).fma(one, down).intoArray(y, yo + 2 * ys + c);
      a3 = a3.fma(f, zero);
      a3 = least.blend(a3, least.lt(a3));
      a3 = most.blend(a3, a3.lt(most));
      a3.fma(one, up).fma(one, down).intoArray(y, yo + 3 * ys + c);
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
      float[] factors,
      int fo,
      float low,
      float high) {
    FloatVector one = FloatVector.broadcast(F, 1f);
    FloatVector zero = FloatVector.zero(F);
    FloatVector up = FloatVector.broadcast(F, ROUNDER);
    FloatVector down = FloatVector.broadcast(F, -ROUNDER);
    FloatVector least = FloatVector.broadcast(F, low);
    FloatVector most = FloatVector.broadcast(F, high);
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
      FloatVector f = FloatVector.fromArray(F, factors, fo + c);
      a0 = a0.fma(f, zero);
      a0 = least.blend(a0, least.lt(a0));
      a0 = most.blend(a0, a0.lt(most));
      a0.fma(one, up).fma(one, down).intoArray(y, yo + c);
      a1 = a1.fma(f, zero);
      a1 = least.blend(a1, least.lt(a1));
      a1 = most.blend(a1, a1.lt(most));
      a1.fma(one, up).fma(one, down).intoArray(y, yo + 1 * ys + c);
      a2 = a2.fma(f, zero);
      a2 = least.blend(a2, least.lt(a2));
      a2 = most.blend(a2, a2.lt(most));
      a2.fma(one, up).fma(one, down).intoArray(y, yo + 2 * ys + c);
      a3 = a3.fma(f, zero);
      a3 = least.blend(a3, least.lt(a3));
      a3 = most.blend(a3, a3.lt(most));
      a3.fma(one, up).fma(one, down).intoArray(y, yo + 3 * ys + c);
    }
  }
}
