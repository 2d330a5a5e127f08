package dev.vernier.kernels.vector;

import static dev.vernier.kernels.FloatFunctions.*;
import static dev.vernier.kernels.vector.Lanes.L;
import static dev.vernier.kernels.vector.Lanes.bits;
import static dev.vernier.kernels.vector.Lanes.broadcast;
import static dev.vernier.kernels.vector.Lanes.load;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * {@link dev.vernier.kernels.FloatFunctions} over whole vectors of a range: the same operations in
 * the same order, branches as blends.
 *
 * <p>Every loop holds its whole function, and helpers are a few operations long. A longer helper is
 * inlined only as long as the compiler has not met it on its own before; after that its vectors are
 * boxed, and the loop is ten times slower for the life of the JVM.
 *
 * <p>Constants of exponentials are broadcast before the loop, and powers of two stay integers until
 * they are multiplied: otherwise some of these vectors are objects wherever the compiler meets the
 * loop late, which costs the recurrent models megabytes a run.
 */
final class VectorFunctions {
  private static final int SIGN = 0x80000000;
  private static final int SMALLEST_NORMAL = 0x00800000;
  private static final int INFINITY = 0x7f800000;
  private static final int BIAS = 127;
  private static final int MANTISSA = 23;

  private VectorFunctions() {}

  /** y = exp(x). */
  static void exp(float[] x, int xo, float[] y, int yo, int whole) {
    FloatVector low = broadcast(EXP_LOW);
    FloatVector high = broadcast(EXP_HIGH);
    FloatVector log2 = broadcast(LOG2_E);
    FloatVector rounder = broadcast(ROUNDER);
    FloatVector ln2High = broadcast(-LN2_HIGH);
    FloatVector ln2Low = broadcast(-LN2_LOW);
    FloatVector c4 = broadcast(EXP_4);
    FloatVector c3 = broadcast(EXP_3);
    FloatVector c2 = broadcast(EXP_2);
    FloatVector c1 = broadcast(EXP_1);
    FloatVector c0 = broadcast(EXP_0);
    FloatVector one = broadcast(1f);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = Lanes.clip(load(x, xo + i), low, high);
      FloatVector t = v.fma(log2, rounder);
      FloatVector n = t.sub(rounder);
      FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
      FloatVector p = r.fma(c4, c3).fma(r, c2).fma(r, c1).fma(r, c0);
      FloatVector e = p.fma(r.mul(r), r).add(one);
      IntVector shift = bits(t).sub(ROUNDER_BITS);
      IntVector half = shift.lanewise(VectorOperators.ASHR, 1);
      IntVector up = half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA);
      IntVector rest = shift.sub(half).add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA);
      e = e.mul(up.reinterpretAsFloats()).mul(rest.reinterpretAsFloats());
      e.intoArray(y, yo + i);
    }
  }

  /** y = 1 / (1 + exp(-x)). */
  static void sigmoid(float[] x, int xo, float[] y, int yo, int whole) {
    FloatVector low = broadcast(EXP_LOW);
    FloatVector high = broadcast(EXP_HIGH);
    FloatVector log2 = broadcast(LOG2_E);
    FloatVector rounder = broadcast(ROUNDER);
    FloatVector ln2High = broadcast(-LN2_HIGH);
    FloatVector ln2Low = broadcast(-LN2_LOW);
    FloatVector c4 = broadcast(EXP_4);
    FloatVector c3 = broadcast(EXP_3);
    FloatVector c2 = broadcast(EXP_2);
    FloatVector c1 = broadcast(EXP_1);
    FloatVector c0 = broadcast(EXP_0);
    FloatVector one = broadcast(1f);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = Lanes.clip(negated(load(x, xo + i)), low, high);
      FloatVector t = v.fma(log2, rounder);
      FloatVector n = t.sub(rounder);
      FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
      FloatVector p = r.fma(c4, c3).fma(r, c2).fma(r, c1).fma(r, c0);
      FloatVector e = p.fma(r.mul(r), r).add(one);
      IntVector shift = bits(t).sub(ROUNDER_BITS);
      IntVector half = shift.lanewise(VectorOperators.ASHR, 1);
      IntVector up = half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA);
      IntVector rest = shift.sub(half).add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA);
      e = e.mul(up.reinterpretAsFloats()).mul(rest.reinterpretAsFloats());
      one.div(e.add(one)).intoArray(y, yo + i);
    }
  }

  /** y = x sigmoid(x). */
  static void silu(float[] x, int xo, float[] y, int yo, int whole) {
    FloatVector low = broadcast(EXP_LOW);
    FloatVector high = broadcast(EXP_HIGH);
    FloatVector log2 = broadcast(LOG2_E);
    FloatVector rounder = broadcast(ROUNDER);
    FloatVector ln2High = broadcast(-LN2_HIGH);
    FloatVector ln2Low = broadcast(-LN2_LOW);
    FloatVector c4 = broadcast(EXP_4);
    FloatVector c3 = broadcast(EXP_3);
    FloatVector c2 = broadcast(EXP_2);
    FloatVector c1 = broadcast(EXP_1);
    FloatVector c0 = broadcast(EXP_0);
    FloatVector one = broadcast(1f);
    for (int i = 0; i < whole; i += L) {
      FloatVector u = load(x, xo + i);
      FloatVector v = Lanes.clip(negated(u), low, high);
      FloatVector t = v.fma(log2, rounder);
      FloatVector n = t.sub(rounder);
      FloatVector r = n.fma(ln2Low, n.fma(ln2High, v));
      FloatVector p = r.fma(c4, c3).fma(r, c2).fma(r, c1).fma(r, c0);
      FloatVector e = p.fma(r.mul(r), r).add(one);
      IntVector shift = bits(t).sub(ROUNDER_BITS);
      IntVector half = shift.lanewise(VectorOperators.ASHR, 1);
      IntVector up = half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA);
      IntVector rest = shift.sub(half).add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA);
      e = e.mul(up.reinterpretAsFloats()).mul(rest.reinterpretAsFloats());
      u.mul(one.div(e.add(one))).intoArray(y, yo + i);
    }
  }

  /** y = tanh(x). */
  static void tanh(float[] x, int xo, float[] y, int yo, int whole) {
    for (int i = 0; i < whole; i += L) {
      FloatVector v = Lanes.clip(load(x, xo + i), broadcast(-TANH_LIMIT), broadcast(TANH_LIMIT));
      FloatVector z = v.mul(v);
      FloatVector p = z.fma(broadcast(TANH_P6), broadcast(TANH_P5));
      p = p.fma(z, broadcast(TANH_P4));
      p = p.fma(z, broadcast(TANH_P3));
      p = p.fma(z, broadcast(TANH_P2));
      p = p.fma(z, broadcast(TANH_P1));
      p = p.fma(z, broadcast(1f));
      FloatVector q = z.fma(broadcast(TANH_Q3), broadcast(TANH_Q2));
      q = q.fma(z, broadcast(TANH_Q1));
      q = q.fma(z, broadcast(1f));
      FloatVector r = Lanes.clip(v.mul(p).div(q), broadcast(-1f), broadcast(1f));
      r.intoArray(y, yo + i);
    }
  }

  /** y = erf(x). */
  static void erf(float[] x, int xo, float[] y, int yo, int whole) {
    for (int i = 0; i < whole; i += L) {
      FloatVector v = Lanes.clip(load(x, xo + i), broadcast(-ERF_LIMIT), broadcast(ERF_LIMIT));
      FloatVector z = v.mul(v);
      FloatVector p = z.fma(broadcast(ERF_P6), broadcast(ERF_P5));
      p = p.fma(z, broadcast(ERF_P4));
      p = p.fma(z, broadcast(ERF_P3));
      p = p.fma(z, broadcast(ERF_P2));
      p = p.fma(z, broadcast(ERF_P1));
      p = p.fma(z, broadcast(ERF_P0));
      FloatVector q = z.fma(broadcast(ERF_Q4), broadcast(ERF_Q3));
      q = q.fma(z, broadcast(ERF_Q2));
      q = q.fma(z, broadcast(ERF_Q1));
      q = q.fma(z, broadcast(1f));
      FloatVector r = Lanes.clip(v.mul(p).div(q), broadcast(-1f), broadcast(1f));
      r.intoArray(y, yo + i);
    }
  }

  /** y = 0.5 x (1 + erf(x sqrt(1/2))). */
  static void gelu(float[] x, int xo, float[] y, int yo, int whole) {
    for (int i = 0; i < whole; i += L) {
      FloatVector u = load(x, xo + i);
      FloatVector v = Lanes.clip(u.mul(SQRT_HALF), broadcast(-ERF_LIMIT), broadcast(ERF_LIMIT));
      FloatVector z = v.mul(v);
      FloatVector p = z.fma(broadcast(ERF_P6), broadcast(ERF_P5));
      p = p.fma(z, broadcast(ERF_P4));
      p = p.fma(z, broadcast(ERF_P3));
      p = p.fma(z, broadcast(ERF_P2));
      p = p.fma(z, broadcast(ERF_P1));
      p = p.fma(z, broadcast(ERF_P0));
      FloatVector q = z.fma(broadcast(ERF_Q4), broadcast(ERF_Q3));
      q = q.fma(z, broadcast(ERF_Q2));
      q = q.fma(z, broadcast(ERF_Q1));
      q = q.fma(z, broadcast(1f));
      FloatVector r = Lanes.clip(v.mul(p).div(q), broadcast(-1f), broadcast(1f));
      u.mul(0.5f).mul(r.add(1f)).intoArray(y, yo + i);
    }
  }

  /** y = log(x) of positive normal numbers. */
  static void log(float[] x, int xo, float[] y, int yo, int whole) {
    for (int i = 0; i < whole; i += L) {
      IntVector b = bits(load(x, xo + i));
      IntVector exponent = b.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
      IntVector mantissa = b.sub(exponent.lanewise(VectorOperators.LSHL, 23));
      FloatVector f = mantissa.reinterpretAsFloats().sub(1f);
      FloatVector e = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
      FloatVector p = f.fma(broadcast(LOG_8), broadcast(LOG_7));
      p = p.fma(f, broadcast(LOG_6));
      p = p.fma(f, broadcast(LOG_5));
      p = p.fma(f, broadcast(LOG_4));
      p = p.fma(f, broadcast(LOG_3));
      p = p.fma(f, broadcast(LOG_2));
      p = p.fma(f, broadcast(LOG_1));
      p = p.fma(f, broadcast(LOG_0));
      FloatVector z = f.mul(f);
      FloatVector r = e.fma(broadcast(LN2_LOW), p.mul(f).mul(z));
      r = f.add(z.fma(broadcast(-0.5f), r));
      e.fma(broadcast(LN2_HIGH), r).intoArray(y, yo + i);
    }
  }

  /** Whether a range of whole vectors holds nothing but positive normal numbers. */
  static boolean isPositiveNormal(float[] x, int xo, int whole) {
    IntVector low = IntVector.broadcast(Lanes.I, SMALLEST_NORMAL);
    IntVector high = low;
    for (int i = 0; i < whole; i += L) {
      IntVector b = bits(load(x, xo + i));
      low = low.min(b);
      high = high.max(b);
    }
    return low.reduceLanes(VectorOperators.MIN) >= SMALLEST_NORMAL
        && high.reduceLanes(VectorOperators.MAX) < INFINITY;
  }

  /** y = x x. */
  static void square(float[] x, int xo, float[] y, int yo, int whole) {
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      v.mul(v).intoArray(y, yo + i);
    }
  }

  /** y = x (x x). */
  static void cube(float[] x, int xo, float[] y, int yo, int whole) {
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      v.mul(v.mul(v)).intoArray(y, yo + i);
    }
  }

  /** y = (x x) (x x). */
  static void fourthPower(float[] x, int xo, float[] y, int yo, int whole) {
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      v = v.mul(v);
      v.mul(v).intoArray(y, yo + i);
    }
  }

  static FloatVector negated(FloatVector x) {
    return bits(x).lanewise(VectorOperators.XOR, SIGN).reinterpretAsFloats();
  }

  static FloatVector magnitude(FloatVector x) {
    return bits(x).lanewise(VectorOperators.AND, ~SIGN).reinterpretAsFloats();
  }
}
