package dev.vernier.kernels.vector;

import static dev.vernier.kernels.FloatFunctions.*;
import static dev.vernier.kernels.vector.Lanes.bits;
import static dev.vernier.kernels.vector.Lanes.broadcast;

import dev.vernier.kernels.FloatFunctions;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link FloatFunctions} on vectors: the same operations in the same order, branches as blends. */
final class VectorFunctions {
  private static final int SIGN = 0x80000000;

  private VectorFunctions() {}

  static FloatVector exp(FloatVector x) {
    FloatVector v = Lanes.clip(x, broadcast(EXP_LOW), broadcast(EXP_HIGH));
    FloatVector t = v.fma(broadcast(LOG2_E), broadcast(ROUNDER));
    FloatVector n = t.sub(ROUNDER);
    FloatVector r = n.fma(broadcast(-LN2_LOW), n.fma(broadcast(-LN2_HIGH), v));
    FloatVector p = r.fma(broadcast(EXP_4), broadcast(EXP_3));
    p = p.fma(r, broadcast(EXP_2));
    p = p.fma(r, broadcast(EXP_1));
    p = p.fma(r, broadcast(EXP_0));
    FloatVector e = p.fma(r.mul(r), r).add(1f);
    IntVector shift = bits(t).sub(ROUNDER_BITS);
    IntVector half = shift.lanewise(VectorOperators.ASHR, 1);
    return e.mul(powerOfTwo(half)).mul(powerOfTwo(shift.sub(half)));
  }

  private static FloatVector powerOfTwo(IntVector exponent) {
    return exponent.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector log(FloatVector x) {
    VectorMask<Float> subnormal = x.lt(broadcast(Float.MIN_NORMAL));
    FloatVector scaled = x.blend(x.mul(SUBNORMAL_SCALE), subnormal);
    IntVector exponent = bits(scaled).sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
    IntVector mantissa = bits(scaled).sub(exponent.lanewise(VectorOperators.LSHL, 23));
    FloatVector f = mantissa.reinterpretAsFloats().sub(1f);
    FloatVector e = exponent.add(ROUNDER_BITS).reinterpretAsFloats().sub(ROUNDER);
    e = e.blend(e.sub(SUBNORMAL_EXPONENT), subnormal);
    FloatVector result = logOf(f, e);
    FloatVector infinity = broadcast(Float.POSITIVE_INFINITY);
    result = result.blend(infinity, x.eq(infinity));
    result = result.blend(broadcast(Float.NEGATIVE_INFINITY), x.eq(broadcast(0f)));
    return broadcast(Float.NaN).blend(result, x.compare(VectorOperators.GE, broadcast(0f)));
  }

  private static FloatVector logOf(FloatVector f, FloatVector e) {
    FloatVector p = f.fma(broadcast(LOG_8), broadcast(LOG_7));
    p = p.fma(f, broadcast(LOG_6));
    p = p.fma(f, broadcast(LOG_5));
    p = p.fma(f, broadcast(LOG_4));
    p = p.fma(f, broadcast(LOG_3));
    p = p.fma(f, broadcast(LOG_2));
    p = p.fma(f, broadcast(LOG_1));
    p = p.fma(f, broadcast(LOG_0));
    FloatVector z = f.mul(f);
    FloatVector y = e.fma(broadcast(LN2_LOW), p.mul(f).mul(z));
    y = z.fma(broadcast(-0.5f), y);
    return e.fma(broadcast(LN2_HIGH), f.add(y));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector a = magnitude(x);
    FloatVector z = a.mul(a);
    FloatVector p = z.fma(broadcast(TANH_4), broadcast(TANH_3));
    p = p.fma(z, broadcast(TANH_2));
    p = p.fma(z, broadcast(TANH_1));
    p = p.fma(z, broadcast(TANH_0));
    FloatVector small = p.mul(z).fma(a, a);
    FloatVector large = broadcast(1f).sub(broadcast(2f).div(exp(a.add(a)).add(1f)));
    return withSignOf(large.blend(small, a.lt(broadcast(TANH_SMALL))), x);
  }

  static FloatVector sigmoid(FloatVector x) {
    return broadcast(1f).div(exp(negated(x)).add(1f));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector a = magnitude(x);
    FloatVector one = broadcast(ERF_ONE);
    a = a.blend(one, one.lt(a));
    return withSignOf(erfLarge(a).blend(erfSmall(a), a.lt(broadcast(ERF_SMALL))), x);
  }

  private static FloatVector erfSmall(FloatVector a) {
    FloatVector z = a.mul(a);
    FloatVector p = z.fma(broadcast(ERF_S6), broadcast(ERF_S5));
    p = p.fma(z, broadcast(ERF_S4));
    p = p.fma(z, broadcast(ERF_S3));
    p = p.fma(z, broadcast(ERF_S2));
    p = p.fma(z, broadcast(ERF_S1));
    p = p.fma(z, broadcast(ERF_S0));
    return p.fma(a, a);
  }

  private static FloatVector erfLarge(FloatVector a) {
    FloatVector q = a.fma(broadcast(ERF_L8), broadcast(ERF_L7));
    q = q.fma(a, broadcast(ERF_L6));
    q = q.fma(a, broadcast(ERF_L5));
    q = q.fma(a, broadcast(ERF_L4));
    q = q.fma(a, broadcast(ERF_L3));
    q = q.fma(a, broadcast(ERF_L2));
    q = q.fma(a, broadcast(ERF_L1));
    q = q.fma(a, broadcast(ERF_L0));
    return broadcast(1f).sub(exp(negated(q)));
  }

  static FloatVector gelu(FloatVector x) {
    FloatVector half = x.mul(0.5f);
    return half.mul(erf(x.mul(SQRT_HALF)).add(1f));
  }

  static FloatVector negated(FloatVector x) {
    return bits(x).lanewise(VectorOperators.XOR, SIGN).reinterpretAsFloats();
  }

  static FloatVector magnitude(FloatVector x) {
    return bits(x).lanewise(VectorOperators.AND, ~SIGN).reinterpretAsFloats();
  }

  private static FloatVector withSignOf(FloatVector magnitude, FloatVector sign) {
    IntVector signBit = bits(sign).lanewise(VectorOperators.AND, SIGN);
    return bits(magnitude).lanewise(VectorOperators.OR, signBit).reinterpretAsFloats();
  }
}
