package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.L;

import dev.vernier.kernels.WinogradTransform;
import jdk.incubator.vector.FloatVector;

/**
 * The transforms of {@link WinogradTransform} with lanes over neighbouring elements, operation by
 * operation. Straight-line for the reason given in {@link Tiles}.
 */
final class Winograd {
  private Winograd() {}

  /** F(2, 3) of inputs. */
  static void input2(
      int count, int n, float[] x, int xo, int xs, int xe, float[] y, int yo, int ys, int ye) {
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < n; c += L) {
        int from = xo + i * xs + c;
        int to = yo + i * ys + c;
        FloatVector d0 = FloatVector.fromArray(F, x, from);
        FloatVector d1 = FloatVector.fromArray(F, x, from + xe);
        FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * xe);
        FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * xe);
        d0.sub(d2).intoArray(y, to);
        d1.add(d2).intoArray(y, to + ye);
        d2.sub(d1).intoArray(y, to + 2 * ye);
        d3.sub(d1).intoArray(y, to + 3 * ye);
      }
    }
  }

  /** F(4, 3) of inputs. */
  static void input4(
      int count, int n, float[] x, int xo, int xs, int xe, float[] y, int yo, int ys, int ye) {
    FloatVector a = FloatVector.broadcast(F, WinogradTransform.A);
    FloatVector minusA = FloatVector.broadcast(F, -WinogradTransform.A);
    FloatVector b = FloatVector.broadcast(F, WinogradTransform.B);
    FloatVector minusB = FloatVector.broadcast(F, -WinogradTransform.B);
    FloatVector minusA2 = FloatVector.broadcast(F, -WinogradTransform.A2);
    FloatVector minusB2 = FloatVector.broadcast(F, -WinogradTransform.B2);
    FloatVector product = FloatVector.broadcast(F, WinogradTransform.PRODUCT);
    FloatVector minusSum = FloatVector.broadcast(F, -WinogradTransform.SUM);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < n; c += L) {
        int from = xo + i * xs + c;
        int to = yo + i * ys + c;
        FloatVector d0 = FloatVector.fromArray(F, x, from);
        FloatVector d1 = FloatVector.fromArray(F, x, from + xe);
        FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * xe);
        FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * xe);
        FloatVector d4 = FloatVector.fromArray(F, x, from + 4 * xe);
        FloatVector d5 = FloatVector.fromArray(F, x, from + 5 * xe);
        FloatVector evenA = minusB2.fma(d2, d4);
        FloatVector oddA = minusB2.fma(d1, d3);
        FloatVector evenB = minusA2.fma(d2, d4);
        FloatVector oddB = minusA2.fma(d1, d3);
        product.fma(d0, minusSum.fma(d2, d4)).intoArray(y, to);
        a.fma(oddA, evenA).intoArray(y, to + ye);
        minusA.fma(oddA, evenA).intoArray(y, to + 2 * ye);
        b.fma(oddB, evenB).intoArray(y, to + 3 * ye);
        minusB.fma(oddB, evenB).intoArray(y, to + 4 * ye);
        product.fma(d1, minusSum.fma(d3, d5)).intoArray(y, to + 5 * ye);
      }
    }
  }

  /** F(2, 3) of products. */
  static void output2(
      int count, int n, float[] x, int xo, int xs, int xe, float[] y, int yo, int ys, int ye) {
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < n; c += L) {
        int from = xo + i * xs + c;
        int to = yo + i * ys + c;
        FloatVector d0 = FloatVector.fromArray(F, x, from);
        FloatVector d1 = FloatVector.fromArray(F, x, from + xe);
        FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * xe);
        FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * xe);
        d0.add(d1).add(d2).intoArray(y, to);
        d1.sub(d2).add(d3).intoArray(y, to + ye);
      }
    }
  }

  /** F(4, 3) of products. */
  static void output4(
      int count, int n, float[] x, int xo, int xs, int xe, float[] y, int yo, int ys, int ye) {
    FloatVector a = FloatVector.broadcast(F, WinogradTransform.A);
    FloatVector a2 = FloatVector.broadcast(F, WinogradTransform.A2);
    FloatVector a3 = FloatVector.broadcast(F, WinogradTransform.A3);
    FloatVector b = FloatVector.broadcast(F, WinogradTransform.B);
    FloatVector b2 = FloatVector.broadcast(F, WinogradTransform.B2);
    FloatVector b3 = FloatVector.broadcast(F, WinogradTransform.B3);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < n; c += L) {
        int from = xo + i * xs + c;
        int to = yo + i * ys + c;
        FloatVector d0 = FloatVector.fromArray(F, x, from);
        FloatVector d1 = FloatVector.fromArray(F, x, from + xe);
        FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * xe);
        FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * xe);
        FloatVector d4 = FloatVector.fromArray(F, x, from + 4 * xe);
        FloatVector d5 = FloatVector.fromArray(F, x, from + 5 * xe);
        FloatVector sumA = d1.add(d2);
        FloatVector differenceA = d1.sub(d2);
        FloatVector sumB = d3.add(d4);
        FloatVector differenceB = d3.sub(d4);
        d0.add(sumA).add(sumB).intoArray(y, to);
        b.fma(differenceB, a.mul(differenceA)).intoArray(y, to + ye);
        b2.fma(sumB, a2.mul(sumA)).intoArray(y, to + 2 * ye);
        b3.fma(differenceB, a3.fma(differenceA, d5)).intoArray(y, to + 3 * ye);
      }
    }
  }

  /** F(2, 3) of products, then bias and clip. */
  static void result2(
      int count,
      int n,
      float[] x,
      int xo,
      int xs,
      int xe,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      int ye,
      float lowest,
      float highest) {
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < n; c += L) {
        int from = xo + i * xs + c;
        int to = yo + i * ys + c;
        FloatVector d0 = FloatVector.fromArray(F, x, from);
        FloatVector d1 = FloatVector.fromArray(F, x, from + xe);
        FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * xe);
        FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * xe);
        FloatVector start = FloatVector.fromArray(F, bias, bo + c);
        FloatVector y0 = d0.add(d1).add(d2).add(start);
        y0 = y0.blend(low, y0.lt(low));
        y0.blend(high, high.lt(y0)).intoArray(y, to);
        FloatVector y1 = d1.sub(d2).add(d3).add(start);
        y1 = y1.blend(low, y1.lt(low));
        y1.blend(high, high.lt(y1)).intoArray(y, to + ye);
      }
    }
  }

  /** F(4, 3) of products, then bias and clip. */
  static void result4(
      int count,
      int n,
      float[] x,
      int xo,
      int xs,
      int xe,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      int ye,
      float lowest,
      float highest) {
    FloatVector a = FloatVector.broadcast(F, WinogradTransform.A);
    FloatVector a2 = FloatVector.broadcast(F, WinogradTransform.A2);
    FloatVector a3 = FloatVector.broadcast(F, WinogradTransform.A3);
    FloatVector b = FloatVector.broadcast(F, WinogradTransform.B);
    FloatVector b2 = FloatVector.broadcast(F, WinogradTransform.B2);
    FloatVector b3 = FloatVector.broadcast(F, WinogradTransform.B3);
    FloatVector low = FloatVector.broadcast(F, lowest);
    FloatVector high = FloatVector.broadcast(F, highest);
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < n; c += L) {
        int from = xo + i * xs + c;
        int to = yo + i * ys + c;
        FloatVector d0 = FloatVector.fromArray(F, x, from);
        FloatVector d1 = FloatVector.fromArray(F, x, from + xe);
        FloatVector d2 = FloatVector.fromArray(F, x, from + 2 * xe);
        FloatVector d3 = FloatVector.fromArray(F, x, from + 3 * xe);
        FloatVector d4 = FloatVector.fromArray(F, x, from + 4 * xe);
        FloatVector d5 = FloatVector.fromArray(F, x, from + 5 * xe);
        FloatVector sumA = d1.add(d2);
        FloatVector differenceA = d1.sub(d2);
        FloatVector sumB = d3.add(d4);
        FloatVector differenceB = d3.sub(d4);
        FloatVector start = FloatVector.fromArray(F, bias, bo + c);
        FloatVector y0 = d0.add(sumA).add(sumB).add(start);
        y0 = y0.blend(low, y0.lt(low));
        y0.blend(high, high.lt(y0)).intoArray(y, to);
        FloatVector y1 = b.fma(differenceB, a.mul(differenceA)).add(start);
        y1 = y1.blend(low, y1.lt(low));
        y1.blend(high, high.lt(y1)).intoArray(y, to + ye);
        FloatVector y2 = b2.fma(sumB, a2.mul(sumA)).add(start);
        y2 = y2.blend(low, y2.lt(low));
        y2.blend(high, high.lt(y2)).intoArray(y, to + 2 * ye);
        FloatVector y3 = b3.fma(differenceB, a3.fma(differenceA, d5)).add(start);
        y3 = y3.blend(low, y3.lt(low));
        y3.blend(high, high.lt(y3)).intoArray(y, to + 3 * ye);
      }
    }
  }
}
