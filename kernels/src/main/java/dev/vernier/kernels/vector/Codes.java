package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.F;
import static dev.vernier.kernels.vector.Lanes.I;
import static dev.vernier.kernels.vector.Lanes.L;

import dev.vernier.kernels.FloatFunctions;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Codes of 8 and 16 bits to and from floats, a vector of floats at a time. */
final class Codes {
  private static final int SMALLEST_BITS = 64;

  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, shape(L * Byte.SIZE));

  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, shape(L * Short.SIZE));

  private Codes() {}

  /** Whether there are vectors of as many bytes as floats. */
  static boolean hasBytes() {
    return BYTES.length() == L;
  }

  private static VectorShape shape(int bits) {
    return VectorShape.forBitSize(Math.max(SMALLEST_BITS, bits));
  }

  static void quantize(
      float[] x, int xo, byte[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    FloatVector least = FloatVector.broadcast(F, low - zeroPoint);
    FloatVector most = FloatVector.broadcast(F, high - zeroPoint);
    FloatVector divisor = FloatVector.broadcast(F, scale);
    int shift = zeroPoint - FloatFunctions.ROUNDER_BITS;
    for (int i = 0; i < n; i += L) {
      IntVector codes = rounded(Lanes.load(x, xo + i).div(divisor), least, most).add(shift);
      ((ByteVector) codes.convertShape(VectorOperators.I2B, BYTES, 0)).intoArray(y, yo + i);
    }
  }

  static void quantize(
      float[] x, int xo, short[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    FloatVector least = FloatVector.broadcast(F, low - zeroPoint);
    FloatVector most = FloatVector.broadcast(F, high - zeroPoint);
    FloatVector divisor = FloatVector.broadcast(F, scale);
    int shift = zeroPoint - FloatFunctions.ROUNDER_BITS;
    for (int i = 0; i < n; i += L) {
      IntVector codes = rounded(Lanes.load(x, xo + i).div(divisor), least, most).add(shift);
      ((ShortVector) codes.convertShape(VectorOperators.I2S, SHORTS, 0)).intoArray(y, yo + i);
    }
  }

  /** Integers above ROUNDER_BITS, as the specification clamps and rounds. */
  private static IntVector rounded(FloatVector x, FloatVector least, FloatVector most) {
    FloatVector v = least.blend(x, least.lt(x));
    v = most.blend(v, v.lt(most));
    return Lanes.bits(v.add(FloatFunctions.ROUNDER));
  }

  static void dequantize(
      byte[] x, int xo, int mask, float[] y, int yo, int n, float scale, int zeroPoint) {
    for (int i = 0; i < n; i += L) {
      IntVector codes =
          (IntVector)
              ByteVector.fromArray(BYTES, x, xo + i).convertShape(VectorOperators.B2I, I, 0);
      numbers(codes, mask, zeroPoint).mul(scale).intoArray(y, yo + i);
    }
  }

  static void dequantize(
      short[] x, int xo, int mask, float[] y, int yo, int n, float scale, int zeroPoint) {
    for (int i = 0; i < n; i += L) {
      IntVector codes =
          (IntVector)
              ShortVector.fromArray(SHORTS, x, xo + i).convertShape(VectorOperators.S2I, I, 0);
      numbers(codes, mask, zeroPoint).mul(scale).intoArray(y, yo + i);
    }
  }

  private static FloatVector numbers(IntVector codes, int mask, int zeroPoint) {
    IntVector centred = codes.lanewise(VectorOperators.AND, mask).sub(zeroPoint);
    return (FloatVector) centred.convertShape(VectorOperators.I2F, F, 0);
  }
}
