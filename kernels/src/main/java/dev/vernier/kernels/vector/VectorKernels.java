package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.L;
import static dev.vernier.kernels.vector.Lanes.bound;
import static dev.vernier.kernels.vector.Lanes.broadcast;
import static dev.vernier.kernels.vector.Lanes.load;

import dev.vernier.kernels.CodeSum;
import dev.vernier.kernels.FloatFunctions;
import dev.vernier.kernels.PackedMatrix;
import dev.vernier.kernels.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Kernels on hardware vectors: whole vectors here, what is left of a range by the scalar form,
 * which also keeps the methods that gain nothing from lanes.
 */
public final class VectorKernels extends ScalarKernels {
  private static final int MAGNITUDE = 0x7fffffff;

  /** Weights that do not stay in the second-level cache. */
  private static final int FAR_WEIGHTS = 192 * 1024;

  /** Elements that are taken one by one if one of them is no positive normal number. */
  private static final int LOG_BLOCK = 128;

  @Override
  public String name() {
    return "vector-" + Lanes.F.vectorBitSize();
  }

  @Override
  public int lanes() {
    return L;
  }

  @Override
  public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector va = load(a, ao + i);
      FloatVector vb = load(b, bo + i);
      va.add(vb).intoArray(y, yo + i);
    }
    super.add(a, ao + whole, b, bo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector va = load(a, ao + i);
      FloatVector vb = load(b, bo + i);
      va.sub(vb).intoArray(y, yo + i);
    }
    super.sub(a, ao + whole, b, bo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector va = load(a, ao + i);
      FloatVector vb = load(b, bo + i);
      va.mul(vb).intoArray(y, yo + i);
    }
    super.mul(a, ao + whole, b, bo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector va = load(a, ao + i);
      FloatVector vb = load(b, bo + i);
      va.div(vb).intoArray(y, yo + i);
    }
    super.div(a, ao + whole, b, bo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void min(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector va = load(a, ao + i);
      FloatVector vb = load(b, bo + i);
      va.min(vb).intoArray(y, yo + i);
    }
    super.min(a, ao + whole, b, bo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void max(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector va = load(a, ao + i);
      FloatVector vb = load(b, bo + i);
      va.max(vb).intoArray(y, yo + i);
    }
    super.max(a, ao + whole, b, bo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void addClip(
      float[] a, int ao, float[] b, int bo, float[] y, int yo, int n, float low, float high) {
    FloatVector lowest = broadcast(low);
    FloatVector highest = broadcast(high);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector sum = load(a, ao + i).add(load(b, bo + i));
      Lanes.clip(sum, lowest, highest).intoArray(y, yo + i);
    }
    super.addClip(a, ao + whole, b, bo + whole, y, yo + whole, n - whole, low, high);
  }

  @Override
  public void scaleShift(
      float[] x, int xo, float[] scale, int so, float[] shift, int to, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(x, xo + i).fma(load(scale, so + i), load(shift, to + i)).intoArray(y, yo + i);
    }
    super.scaleShift(x, xo + whole, scale, so + whole, shift, to + whole, y, yo + whole, n - whole);
  }

  @Override
  public void scaleShiftScalar(
      float[] x, int xo, float scale, float shift, float[] y, int yo, int n) {
    FloatVector factor = broadcast(scale);
    FloatVector term = broadcast(shift);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(x, xo + i).fma(factor, term).intoArray(y, yo + i);
    }
    super.scaleShiftScalar(x, xo + whole, scale, shift, y, yo + whole, n - whole);
  }

  @Override
  public void addScaled(float[] x, int xo, float scale, float[] y, int yo, int n) {
    FloatVector factor = broadcast(scale);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(x, xo + i).fma(factor, load(y, yo + i)).intoArray(y, yo + i);
    }
    super.addScaled(x, xo + whole, scale, y, yo + whole, n - whole);
  }

  @Override
  public void addScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    FloatVector vs = broadcast(s);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(a, ao + i).add(vs).intoArray(y, yo + i);
    }
    super.addScalar(a, ao + whole, s, y, yo + whole, n - whole);
  }

  @Override
  public void mulScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    FloatVector vs = broadcast(s);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(a, ao + i).mul(vs).intoArray(y, yo + i);
    }
    super.mulScalar(a, ao + whole, s, y, yo + whole, n - whole);
  }

  @Override
  public void divScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    FloatVector vs = broadcast(s);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(a, ao + i).div(vs).intoArray(y, yo + i);
    }
    super.divScalar(a, ao + whole, s, y, yo + whole, n - whole);
  }

  @Override
  public void minScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    FloatVector vs = broadcast(s);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(a, ao + i).min(vs).intoArray(y, yo + i);
    }
    super.minScalar(a, ao + whole, s, y, yo + whole, n - whole);
  }

  @Override
  public void maxScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    FloatVector vs = broadcast(s);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      load(a, ao + i).max(vs).intoArray(y, yo + i);
    }
    super.maxScalar(a, ao + whole, s, y, yo + whole, n - whole);
  }

  @Override
  public void subFromScalar(float s, float[] a, int ao, float[] y, int yo, int n) {
    FloatVector vs = broadcast(s);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      vs.sub(load(a, ao + i)).intoArray(y, yo + i);
    }
    super.subFromScalar(s, a, ao + whole, y, yo + whole, n - whole);
  }

  @Override
  public void divIntoScalar(float s, float[] a, int ao, float[] y, int yo, int n) {
    FloatVector vs = broadcast(s);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      vs.div(load(a, ao + i)).intoArray(y, yo + i);
    }
    super.divIntoScalar(s, a, ao + whole, y, yo + whole, n - whole);
  }

  @Override
  public void neg(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      VectorFunctions.negated(v).intoArray(y, yo + i);
    }
    super.neg(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void abs(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      VectorFunctions.magnitude(v).intoArray(y, yo + i);
    }
    super.abs(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void relu(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector zero = broadcast(0f);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      v.blend(zero, v.lt(zero)).intoArray(y, yo + i);
    }
    super.relu(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void clip(float[] x, int xo, float[] y, int yo, int n, float low, float high) {
    FloatVector lowest = broadcast(low);
    FloatVector highest = broadcast(high);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      Lanes.clip(v, lowest, highest).intoArray(y, yo + i);
    }
    super.clip(x, xo + whole, y, yo + whole, n - whole, low, high);
  }

  @Override
  public void leakyRelu(float[] x, int xo, float[] y, int yo, int n, float slope) {
    FloatVector zero = broadcast(0f);
    FloatVector factor = broadcast(slope);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      v.blend(v.mul(factor), v.lt(zero)).intoArray(y, yo + i);
    }
    super.leakyRelu(x, xo + whole, y, yo + whole, n - whole, slope);
  }

  @Override
  public void sqrt(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      v.sqrt().intoArray(y, yo + i);
    }
    super.sqrt(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void reciprocal(float[] x, int xo, float[] y, int yo, int n) {
    FloatVector one = broadcast(1f);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      one.div(v).intoArray(y, yo + i);
    }
    super.reciprocal(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void exp(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    VectorFunctions.exp(x, xo, y, yo, whole);
    super.exp(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void log(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i += LOG_BLOCK) {
      int count = Math.min(LOG_BLOCK, n - i);
      int whole = bound(count);
      if (!VectorFunctions.isPositiveNormal(x, xo + i, whole)) {
        whole = 0;
      }
      VectorFunctions.log(x, xo + i, y, yo + i, whole);
      super.log(x, xo + i + whole, y, yo + i + whole, count - whole);
    }
  }

  @Override
  public void tanh(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    VectorFunctions.tanh(x, xo, y, yo, whole);
    super.tanh(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    VectorFunctions.sigmoid(x, xo, y, yo, whole);
    super.sigmoid(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void silu(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    VectorFunctions.silu(x, xo, y, yo, whole);
    super.silu(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void erf(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    VectorFunctions.erf(x, xo, y, yo, whole);
    super.erf(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void gelu(float[] x, int xo, float[] y, int yo, int n) {
    int whole = bound(n);
    VectorFunctions.gelu(x, xo, y, yo, whole);
    super.gelu(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void hardSigmoid(float[] x, int xo, float[] y, int yo, int n, float alpha, float beta) {
    FloatVector factor = broadcast(alpha);
    FloatVector term = broadcast(beta);
    FloatVector zero = broadcast(0f);
    FloatVector one = broadcast(1f);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i);
      Lanes.clip(factor.fma(v, term), zero, one).intoArray(y, yo + i);
    }
    super.hardSigmoid(x, xo + whole, y, yo + whole, n - whole, alpha, beta);
  }

  @Override
  public void power(float[] x, int xo, float[] y, int yo, int n, int exponent) {
    int whole = bound(n);
    switch (exponent) {
      case 2 -> VectorFunctions.square(x, xo, y, yo, whole);
      case 3 -> VectorFunctions.cube(x, xo, y, yo, whole);
      case 4 -> VectorFunctions.fourthPower(x, xo, y, yo, whole);
      default -> whole = 0;
    }
    super.power(x, xo + whole, y, yo + whole, n - whole, exponent);
  }

  @Override
  public float sum16(float[] x, int xo, int n) {
    float[] lane = lanes16();
    int whole = n & -REDUCTION_LANES;
    for (int part = 0; part < REDUCTION_LANES; part += L) {
      sum16Part(x, xo, whole, part).intoArray(lane, part);
    }
    for (int i = whole; i < n; i++) {
      lane[i & 15] += x[xo + i];
    }
    return tree(lane);
  }

  /** The virtual lanes from part on, over whole groups of 16. */
  private static FloatVector sum16Part(float[] x, int xo, int n, int part) {
    FloatVector acc = broadcast(0f);
    for (int i = part; i < n; i += REDUCTION_LANES) {
      acc = acc.add(load(x, xo + i));
    }
    return acc;
  }

  @Override
  public float dot16(float[] a, int ao, float[] b, int bo, int n) {
    float[] lane = lanes16();
    int whole = n & -REDUCTION_LANES;
    for (int part = 0; part < REDUCTION_LANES; part += L) {
      dot16Part(a, ao, b, bo, whole, part).intoArray(lane, part);
    }
    for (int i = whole; i < n; i++) {
      lane[i & 15] = Math.fma(a[ao + i], b[bo + i], lane[i & 15]);
    }
    return tree(lane);
  }

  /** The virtual lanes from part on, over whole groups of 16. */
  private static FloatVector dot16Part(float[] a, int ao, float[] b, int bo, int n, int part) {
    FloatVector acc = broadcast(0f);
    for (int i = part; i < n; i += REDUCTION_LANES) {
      acc = load(a, ao + i).fma(load(b, bo + i), acc);
    }
    return acc;
  }

  @Override
  public float squaredDeviation16(float[] x, int xo, int n, float mean) {
    float[] lane = lanes16();
    int whole = n & -REDUCTION_LANES;
    for (int part = 0; part < REDUCTION_LANES; part += L) {
      squaredDeviation16Part(x, xo, whole, mean, part).intoArray(lane, part);
    }
    for (int i = whole; i < n; i++) {
      float d = x[xo + i] - mean;
      lane[i & 15] = Math.fma(d, d, lane[i & 15]);
    }
    return tree(lane);
  }

  /** The virtual lanes from part on, over whole groups of 16. */
  private static FloatVector squaredDeviation16Part(
      float[] x, int xo, int n, float mean, int part) {
    FloatVector vm = broadcast(mean);
    FloatVector acc = broadcast(0f);
    for (int i = part; i < n; i += REDUCTION_LANES) {
      FloatVector d = load(x, xo + i).sub(vm);
      acc = d.fma(d, acc);
    }
    return acc;
  }

  @Override
  public float maximum(float[] x, int xo, int n) {
    int whole = bound(n);
    float tail = super.maximum(x, xo + whole, n - whole);
    return Math.max(Extremes.of(x, xo, whole, true), tail);
  }

  @Override
  public float minimum(float[] x, int xo, int n) {
    int whole = bound(n);
    float tail = super.minimum(x, xo + whole, n - whole);
    return Math.min(Extremes.of(x, xo, whole, false), tail);
  }

  @Override
  public void maxOfTaps(float[] x, int xo, int[] taps, int from, int to, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int c = 0; c < whole; c += L) {
      Extremes.ofTaps(x, xo + c, taps, from, to, y, yo + c);
    }
    super.maxOfTaps(x, xo + whole, taps, from, to, y, yo + whole, n - whole);
  }

  @Override
  public void meanOfTaps(
      float[] x, int xo, int[] taps, int from, int to, float divisor, float[] y, int yo, int n) {
    int whole = bound(n);
    for (int c = 0; c < whole; c += L) {
      meanVector(x, xo + c, taps, from, to, divisor, y, yo + c);
    }
    super.meanOfTaps(x, xo + whole, taps, from, to, divisor, y, yo + whole, n - whole);
  }

  private static void meanVector(
      float[] x, int xo, int[] taps, int from, int to, float divisor, float[] y, int yo) {
    FloatVector acc = broadcast(0f);
    for (int t = from; t < to; t++) {
      acc = acc.add(load(x, xo + taps[t]));
    }
    acc.div(divisor).intoArray(y, yo);
  }

  @Override
  public void quantize(
      float[] x, int xo, byte[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    int whole = bytesBound(n);
    Codes.quantize(x, xo, y, yo, whole, scale, zeroPoint, low, high);
    super.quantize(x, xo + whole, y, yo + whole, n - whole, scale, zeroPoint, low, high);
  }

  @Override
  public void quantize(
      float[] x, int xo, short[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    int whole = bound(n);
    Codes.quantize(x, xo, y, yo, whole, scale, zeroPoint, low, high);
    super.quantize(x, xo + whole, y, yo + whole, n - whole, scale, zeroPoint, low, high);
  }

  @Override
  public void dequantize(
      byte[] x, int xo, boolean unsigned, float[] y, int yo, int n, float scale, int zeroPoint) {
    int whole = bytesBound(n);
    int mask = unsigned ? 0xff : -1;
    Codes.dequantize(x, xo, mask, y, yo, whole, scale, zeroPoint);
    super.dequantize(x, xo + whole, unsigned, y, yo + whole, n - whole, scale, zeroPoint);
  }

  @Override
  public void dequantize(
      short[] x, int xo, boolean unsigned, float[] y, int yo, int n, float scale, int zeroPoint) {
    int whole = bound(n);
    int mask = unsigned ? 0xffff : -1;
    Codes.dequantize(x, xo, mask, y, yo, whole, scale, zeroPoint);
    super.dequantize(x, xo + whole, unsigned, y, yo + whole, n - whole, scale, zeroPoint);
  }

  /** Elements that go by vectors of bytes. */
  private static int bytesBound(int n) {
    return Codes.hasBytes() ? bound(n) : 0;
  }

  @Override
  public void fakeQuantize(
      float[] x, int xo, float[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    FloatVector least = broadcast(low - zeroPoint);
    FloatVector most = broadcast(high - zeroPoint);
    FloatVector divisor = broadcast(scale);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i).div(divisor);
      v = least.blend(v, least.lt(v));
      v = most.blend(v, v.lt(most));
      v.add(FloatFunctions.ROUNDER).sub(FloatFunctions.ROUNDER).mul(divisor).intoArray(y, yo + i);
    }
    super.fakeQuantize(x, xo + whole, y, yo + whole, n - whole, scale, zeroPoint, low, high);
  }

  @Override
  public void requantize(
      float[] x,
      int xo,
      float[] factors,
      int fo,
      float[] y,
      int yo,
      int rows,
      int n,
      int step,
      float low,
      float high) {
    FloatVector least = broadcast(low);
    FloatVector most = broadcast(high);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector factor = load(factors, fo + i);
      for (int r = 0; r < rows; r++) {
        FloatVector v = load(x, xo + i + r * step).mul(factor);
        v = least.blend(v, least.lt(v));
        v = most.blend(v, v.lt(most));
        v = v.add(FloatFunctions.ROUNDER).sub(FloatFunctions.ROUNDER);
        v.intoArray(y, yo + i + r * step);
      }
    }
    int rest = n - whole;
    for (int r = 0; rest > 0 && r < rows; r++) {
      int at = r * step + whole;
      super.requantize(x, xo + at, factors, fo + whole, y, yo + at, 1, rest, rest, low, high);
    }
  }

  @Override
  public void centredCodes(
      float[] x, int xo, float[] y, int yo, int n, float scale, float low, float high) {
    FloatVector least = broadcast(low);
    FloatVector most = broadcast(high);
    FloatVector divisor = broadcast(scale);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(x, xo + i).div(divisor);
      v = least.blend(v, least.lt(v));
      v = most.blend(v, v.lt(most));
      v.add(FloatFunctions.ROUNDER).sub(FloatFunctions.ROUNDER).intoArray(y, yo + i);
    }
    super.centredCodes(x, xo + whole, y, yo + whole, n - whole, scale, low, high);
  }

  @Override
  public void rescale(
      float[] x,
      int xo,
      float[] factors,
      float[] shifts,
      int fo,
      float[] y,
      int yo,
      int rows,
      int n,
      int step,
      float low,
      float high) {
    FloatVector least = broadcast(low);
    FloatVector most = broadcast(high);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector factor = load(factors, fo + i);
      FloatVector shift = load(shifts, fo + i);
      for (int r = 0; r < rows; r++) {
        FloatVector v = load(x, xo + i + r * step).mul(factor).add(shift);
        v = v.blend(least, v.lt(least));
        v.blend(most, most.lt(v)).intoArray(y, yo + i + r * step);
      }
    }
    int rest = n - whole;
    for (int r = 0; rest > 0 && r < rows; r++) {
      int at = r * step + whole;
      super.rescale(x, xo + at, factors, shifts, fo + whole, y, yo + at, 1, rest, rest, low, high);
    }
  }

  @Override
  public void mapCodes(
      float[] x,
      int xo,
      float[] below,
      float[] above,
      float[] shift,
      int po,
      float[] y,
      int yo,
      int rows,
      int n,
      int step,
      float low,
      float high) {
    FloatVector zero = broadcast(0f);
    FloatVector least = broadcast(low);
    FloatVector most = broadcast(high);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector left = load(below, po + i);
      FloatVector right = load(above, po + i);
      FloatVector shifts = load(shift, po + i);
      for (int r = 0; r < rows; r++) {
        FloatVector v = load(x, xo + i + r * step);
        v = v.fma(right.blend(left, v.lt(zero)), shifts);
        v = least.blend(v, least.lt(v));
        v = most.blend(v, v.lt(most));
        v = v.add(FloatFunctions.ROUNDER).sub(FloatFunctions.ROUNDER);
        v.intoArray(y, yo + i + r * step);
      }
    }
    int rest = n - whole;
    for (int r = 0; rest > 0 && r < rows; r++) {
      int at = r * step + whole;
      super.mapCodes(
          x, xo + at, below, above, shift, po + whole, y, yo + at, 1, rest, rest, low, high);
    }
  }

  @Override
  public void addCodes(
      float[] a, int ao, float[] b, int bo, float[] y, int yo, int n, CodeSum sum) {
    FloatVector ratioA = broadcast(sum.ratioA());
    FloatVector ratioB = broadcast(sum.ratioB());
    FloatVector fixed = broadcast(sum.fixed());
    FloatVector least = broadcast(sum.low());
    FloatVector most = broadcast(sum.high());
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(b, bo + i).add(sum.zeroB()).fma(ratioB, fixed);
      v = load(a, ao + i).add(sum.zeroA()).fma(ratioA, v);
      v = least.blend(v, least.lt(v));
      v = most.blend(v, v.lt(most));
      v = v.add(FloatFunctions.ROUNDER).sub(FloatFunctions.ROUNDER);
      v.sub(sum.zero()).intoArray(y, yo + i);
    }
    super.addCodes(a, ao + whole, b, bo + whole, y, yo + whole, n - whole, sum);
  }

  @Override
  public void mulCodes(
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] y,
      int yo,
      int n,
      float factor,
      float zero,
      float low,
      float high) {
    FloatVector least = broadcast(low);
    FloatVector most = broadcast(high);
    int whole = bound(n);
    for (int i = 0; i < whole; i += L) {
      FloatVector v = load(a, ao + i).mul(load(b, bo + i)).mul(factor).add(zero);
      v = least.blend(v, least.lt(v));
      v = most.blend(v, v.lt(most));
      v = v.add(FloatFunctions.ROUNDER).sub(FloatFunctions.ROUNDER);
      v.sub(zero).intoArray(y, yo + i);
    }
    super.mulCodes(a, ao + whole, b, bo + whole, y, yo + whole, n - whole, factor, zero, low, high);
  }

  @Override
  public void minMaxOrdered(float[] x, int xo, int n, int[] bounds) {
    int whole = bound(n);
    IntVector low = IntVector.broadcast(Lanes.I, bounds[0]);
    IntVector high = IntVector.broadcast(Lanes.I, bounds[1]);
    for (int i = 0; i < whole; i += L) {
      IntVector v = Lanes.bits(load(x, xo + i));
      IntVector flip =
          v.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.AND, MAGNITUDE);
      v = v.lanewise(VectorOperators.XOR, flip);
      low = low.min(v);
      high = high.max(v);
    }
    bounds[0] = low.reduceLanes(VectorOperators.MIN);
    bounds[1] = high.reduceLanes(VectorOperators.MAX);
    super.minMaxOrdered(x, xo + whole, n - whole, bounds);
  }

  @Override
  public void histogram16(float[] x, int xo, int n, int[] tables, int[] bounds) {
    int whole = bound(n);
    if (whole > 0 && Histograms.mostlyRuns(x, xo, whole)) {
      Histograms.countRuns(x, xo, whole, tables, bounds);
    } else {
      countSingly(x, xo, whole, tables, bounds);
    }
    super.histogram16(x, xo + whole, n - whole, tables, bounds);
  }

  private static void countSingly(float[] x, int xo, int n, int[] tables, int[] bounds) {
    for (int i = 0; i < n; i += HISTOGRAM_CHUNK) {
      int chunk = Math.min(HISTOGRAM_CHUNK, n - i);
      Histograms.places(x, xo + i, chunk, tables, bounds);
      Histograms.count(tables, chunk);
    }
  }

  @Override
  public int joinHistograms(int[] tables, int page) {
    return Histograms.join(tables, page);
  }

  @Override
  public int addCounters(int[] x, int xo, int[] y, int yo, int n) {
    int whole = bound(n);
    return Histograms.add(x, xo, y, yo, whole)
        | super.addCounters(x, xo + whole, y, yo + whole, n - whole);
  }

  @Override
  public void tiles(
      int count,
      int width,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    float[] src = init == null ? y : init;
    int so = init == null ? yo : io;
    int rows = init == null ? 1 : 0;
    int end = ro + count * TILE_TABLE;
    if (width == 2 * L) {
      if (taps == null && (depth & 1) == 0) {
        for (int t = ro; t < end; t += TILE_TABLE) {
          Tiles.seven2ByPairs(depth, x, xo, w, wo, ws, src, so, rows, y, yo, table, t, low, high);
        }
      } else if (taps == null) {
        for (int t = ro; t < end; t += TILE_TABLE) {
          Tiles.seven2(depth, x, xo, w, wo, ws, src, so, rows, y, yo, table, t, low, high);
        }
      } else {
        for (int t = ro; t < end; t += TILE_TABLE) {
          Tiles.seven2ByTaps(
              depth, x, xo, taps, to, w, wo, ws, src, so, rows, y, yo, table, t, low, high);
        }
      }
    } else if (taps == null) {
      for (int t = ro; t < end; t += TILE_TABLE) {
        Tiles.seven1(depth, x, xo, w, wo, ws, src, so, rows, y, yo, table, t, low, high);
      }
    } else {
      for (int t = ro; t < end; t += TILE_TABLE) {
        Tiles.seven1ByTaps(
            depth, x, xo, taps, to, w, wo, ws, src, so, rows, y, yo, table, t, low, high);
      }
    }
  }

  /** Narrower vectors are of machines with sixteen registers. */
  @Override
  public int wideWidth() {
    return L == 16 ? 4 * L : 0;
  }

  @Override
  public void wideTiles(
      int count,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    float[] src = init == null ? y : init;
    int so = init == null ? yo : io;
    int rows = init == null ? 1 : 0;
    int end = ro + count * 2 * WIDE_ROWS;
    // The next weights, about once each, spread over all terms of all tiles.
    int step = (ws + count - 1) / count;
    int ahead = wo + depth * ws;
    boolean far = w.length > FAR_WEIGHTS && ahead + count * depth * step <= w.length;
    if (taps == null && far) {
      int touched = 0;
      for (int t = ro; t < end; t += 2 * WIDE_ROWS) {
        touched +=
            WideTiles.six4Ahead(
                depth, x, xo, w, wo, ws, ahead, step, src, so, rows, y, yo, table, t, low, high);
        ahead += depth * step;
      }
      WideTiles.touched = touched;
    } else if (taps == null) {
      for (int t = ro; t < end; t += 2 * WIDE_ROWS) {
        WideTiles.six4(depth, x, xo, w, wo, ws, src, so, rows, y, yo, table, t, low, high);
      }
    } else {
      for (int t = ro; t < end; t += 2 * WIDE_ROWS) {
        WideTiles.six4ByTaps(
            depth, x, xo, taps, to, w, wo, ws, src, so, rows, y, yo, table, t, low, high);
      }
    }
  }

  @Override
  public boolean hasRowTiles(int distance) {
    return L == 16 && (distance == 3 || distance == 6 || distance == 16);
  }

  @Override
  public void rowTiles(
      int pixels,
      int distance,
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
      float low,
      float high) {
    if (!hasRowTiles(distance)) {
      super.rowTiles(
          pixels, distance, depth, x, xo, taps, to, w, wo, bias, bo, y, yo, ys, low, high);
      return;
    }
    int last = pixels - ROW_TILE;
    for (int p = 0; p < pixels; p += ROW_TILE) {
      // The last tile may do some pixels a second time.
      int first = Math.min(p, last);
      int from = xo + first * distance;
      int at = yo + first * ys;
      if (distance == 16) {
        RowTiles.by16(depth, x, from, taps, to, w, wo, bias, bo, y, at, ys, low, high);
      } else if (distance == 6) {
        RowTiles.by6(depth, x, from, taps, to, w, wo, bias, bo, y, at, ys, low, high);
      } else {
        RowTiles.by3(depth, x, from, taps, to, w, wo, bias, bo, y, at, ys, low, high);
      }
    }
  }

  @Override
  public void codeTiles(
      int count,
      int width,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float[] factors,
      int fo,
      float low,
      float high) {
    float[] src = init == null ? y : init;
    int so = init == null ? yo : io;
    int rows = init == null ? 1 : 0;
    int end = ro + count * TILE_TABLE;
    if (width == 2 * L && taps != null) {
      for (int t = ro; t < end; t += TILE_TABLE) {
        CodeTiles.seven2ByTaps(
            depth, x, xo, taps, to, w, wo, ws, src, so, rows, y, yo, table, t, factors, fo, low,
            high);
      }
    } else if (width == 2 * L && (depth & 1) == 0) {
      for (int t = ro; t < end; t += TILE_TABLE) {
        CodeTiles.seven2ByPairs(
            depth, x, xo, w, wo, ws, src, so, rows, y, yo, table, t, factors, fo, low, high);
      }
    } else if (width == 2 * L) {
      super.codeTiles(
          count, width, depth, x, xo, taps, to, w, wo, ws, init, io, y, yo, table, ro, factors, fo,
          low, high);
    } else if (taps == null) {
      for (int t = ro; t < end; t += TILE_TABLE) {
        CodeTiles.seven1(
            depth, x, xo, w, wo, ws, src, so, rows, y, yo, table, t, factors, fo, low, high);
      }
    } else {
      for (int t = ro; t < end; t += TILE_TABLE) {
        CodeTiles.seven1ByTaps(
            depth, x, xo, taps, to, w, wo, ws, src, so, rows, y, yo, table, t, factors, fo, low,
            high);
      }
    }
  }

  @Override
  public void wideCodeTiles(
      int count,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float[] factors,
      int fo,
      float low,
      float high) {
    float[] src = init == null ? y : init;
    int so = init == null ? yo : io;
    int rows = init == null ? 1 : 0;
    int end = ro + count * 2 * WIDE_ROWS;
    for (int t = ro; t < end; t += 2 * WIDE_ROWS) {
      if (taps == null) {
        WideCodeTiles.six4(
            depth, x, xo, w, wo, ws, src, so, rows, y, yo, table, t, factors, fo, low, high);
      } else {
        WideCodeTiles.six4ByTaps(
            depth, x, xo, taps, to, w, wo, ws, src, so, rows, y, yo, table, t, factors, fo, low,
            high);
      }
    }
  }

  @Override
  public void rowCodeTiles(
      int pixels,
      int distance,
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
    if (!hasRowTiles(distance)) {
      super.rowCodeTiles(
          pixels, distance, depth, x, xo, taps, to, w, wo, bias, bo, y, yo, ys, factors, fo, low,
          high);
      return;
    }
    int last = pixels - ROW_TILE;
    for (int p = 0; p < pixels; p += ROW_TILE) {
      // The last tile may do some pixels a second time.
      int first = Math.min(p, last);
      int from = xo + first * distance;
      int at = yo + first * ys;
      if (distance == 16) {
        RowCodeTiles.by16(
            depth, x, from, taps, to, w, wo, bias, bo, y, at, ys, factors, fo, low, high);
      } else if (distance == 6) {
        RowCodeTiles.by6(
            depth, x, from, taps, to, w, wo, bias, bo, y, at, ys, factors, fo, low, high);
      } else {
        RowCodeTiles.by3(
            depth, x, from, taps, to, w, wo, bias, bo, y, at, ys, factors, fo, low, high);
      }
    }
  }

  @Override
  public void rowPanels(
      int panels,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      int panelStep,
      float[] init,
      int io,
      float[] y,
      int yo,
      float low,
      float high) {
    float[] src = init == null ? y : init;
    int so = init == null ? yo : io;
    int p = 0;
    for (; p + 4 <= panels; p += 4) {
      int q = wo + p * panelStep;
      int j = p * 2 * L;
      if (taps == null) {
        Tiles.row8(depth, x, xo, w, q, ws, panelStep, src, so + j, y, yo + j, low, high);
      } else {
        Tiles.row8ByTaps(
            depth, x, xo, taps, to, w, q, ws, panelStep, src, so + j, y, yo + j, low, high);
      }
    }
    for (; p < panels; p++) {
      int q = wo + p * panelStep;
      int j = p * 2 * L;
      if (taps == null) {
        Tiles.row2(depth, x, xo, w, q, ws, panelStep, src, so + j, y, yo + j, low, high);
      } else {
        Tiles.row2ByTaps(
            depth, x, xo, taps, to, w, q, ws, panelStep, src, so + j, y, yo + j, low, high);
      }
    }
  }

  @Override
  public void winogradInput(
      int outputs,
      int count,
      int n,
      float[] x,
      int xo,
      int xs,
      int xe,
      float[] y,
      int yo,
      int ys,
      int ye) {
    if (outputs == 2) {
      Winograd.input2(count, n, x, xo, xs, xe, y, yo, ys, ye);
    } else {
      Winograd.input4(count, n, x, xo, xs, xe, y, yo, ys, ye);
    }
  }

  @Override
  public void winogradOutput(
      int outputs,
      int count,
      int n,
      float[] x,
      int xo,
      int xs,
      int xe,
      float[] y,
      int yo,
      int ys,
      int ye) {
    if (outputs == 2) {
      Winograd.output2(count, n, x, xo, xs, xe, y, yo, ys, ye);
    } else {
      Winograd.output4(count, n, x, xo, xs, xe, y, yo, ys, ye);
    }
  }

  @Override
  public void winogradResult(
      int outputs,
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
      float low,
      float high) {
    if (outputs == 2) {
      Winograd.result2(count, n, x, xo, xs, xe, bias, bo, y, yo, ys, ye, low, high);
    } else {
      Winograd.result4(count, n, x, xo, xs, xe, bias, bo, y, yo, ys, ye, low, high);
    }
  }

  @Override
  public void depthwise(
      int count,
      int n,
      float[] x,
      int xo,
      int[] taps,
      float[] w,
      int wo,
      int ws,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    for (int i = 0; i < count; i++) {
      for (int c = 0; c < n; c += L) {
        Depthwise.fourByTaps(
            taps, x, xo + c, w, wo + c, ws, bias, bo + c, y, yo + c, table, ro + 8 * i, low, high);
      }
    }
  }

  @Override
  public void depthwise3x3(
      int pixels,
      int stride,
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
      float low,
      float high) {
    int last = pixels - 4;
    for (int i = 0; i < pixels; i += 4) {
      // The last four overlap their neighbours where the row is no multiple of four.
      int p = Math.min(i, last);
      int in = xo + p * stride * xs;
      int out = yo + p * ys;
      if (stride == 1) {
        Depthwise.four3x3Stride1(n, x, in, xs, rowStep, w, wo, ws, bias, bo, y, out, ys, low, high);
      } else {
        Depthwise.four3x3Stride2(n, x, in, xs, rowStep, w, wo, ws, bias, bo, y, out, ys, low, high);
      }
    }
  }

  @Override
  public void codeDepthwise3x3(
      int pixels,
      int stride,
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
    int last = pixels - 4;
    for (int i = 0; i < pixels; i += 4) {
      // The last four overlap their neighbours where the row is no multiple of four.
      int p = Math.min(i, last);
      int in = xo + p * stride * xs;
      int out = yo + p * ys;
      if (stride == 1) {
        CodeDepthwise.four3x3Stride1(
            n, x, in, xs, rowStep, w, wo, ws, bias, bo, y, out, ys, factors, fo, low, high);
      } else {
        CodeDepthwise.four3x3Stride2(
            n, x, in, xs, rowStep, w, wo, ws, bias, bo, y, out, ys, factors, fo, low, high);
      }
    }
  }

  @Override
  public void gemm(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] bias,
      int biasOffset,
      float[] c,
      int co,
      int ldc) {
    Gemm.multiply(this, m, n, k, a, ao, lda, b, bo, ldb, bias, biasOffset, c, co, ldc);
  }

  @Override
  public void gemmPacked(
      int m,
      float[] a,
      int ao,
      int lda,
      PackedMatrix b,
      float[] bias,
      int biasOffset,
      float[] c,
      int co,
      int ldc) {
    if (b.panelWidth() == panelWidth()) {
      Gemm.multiplyPacked(this, m, a, ao, lda, b, bias, biasOffset, c, co, ldc);
    } else {
      super.gemmPacked(m, a, ao, lda, b, bias, biasOffset, c, co, ldc);
    }
  }
}
