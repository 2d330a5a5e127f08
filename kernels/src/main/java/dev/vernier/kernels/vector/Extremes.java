package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.I;
import static dev.vernier.kernels.vector.Lanes.L;

import dev.vernier.kernels.Ordered;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Smallest and largest floats by their {@link Ordered} encoding, which takes five integer
 * operations: the vector instructions for floats know neither signed zeros nor NaN, and what the
 * compiler adds for them takes several times as long.
 */
final class Extremes {
  private static final int LOWEST = Ordered.encode(Float.NEGATIVE_INFINITY);
  private static final int HIGHEST = Ordered.encode(Float.POSITIVE_INFINITY);

  private static final int NAN = Ordered.encode(Float.NaN);

  private Extremes() {}

  /** Smallest or largest of n floats, whole vectors of them, as Math.min or Math.max find it. */
  static float of(float[] x, int xo, int n, boolean largest) {
    IntVector low = IntVector.broadcast(I, HIGHEST);
    IntVector high = IntVector.broadcast(I, LOWEST);
    for (int i = 0; i < n; i += L) {
      IntVector v = ordered(Lanes.bits(Lanes.load(x, xo + i)));
      low = low.min(v);
      high = high.max(v);
    }
    int least = low.reduceLanes(VectorOperators.MIN);
    int most = high.reduceLanes(VectorOperators.MAX);
    if (least < LOWEST || most > HIGHEST) {
      return Float.NaN;
    }
    return Ordered.decode(largest ? most : least);
  }

  /** Lane by lane the largest of the vectors at some offsets, as Math.max finds it. */
  static void ofTaps(float[] x, int xo, int[] taps, int from, int to, float[] y, int yo) {
    IntVector low = IntVector.broadcast(I, HIGHEST);
    IntVector high = IntVector.broadcast(I, LOWEST);
    for (int t = from; t < to; t++) {
      IntVector v = ordered(Lanes.bits(Lanes.load(x, xo + taps[t])));
      low = low.min(v);
      high = high.max(v);
    }
    // A NaN with its sign set is below all numbers; the others are above them.
    high = high.blend(NAN, low.lt(LOWEST));
    ordered(high).reinterpretAsFloats().intoArray(y, yo);
  }

  /** {@link Ordered#encode} of bits, or {@link Ordered#decode} to bits: either undoes itself. */
  private static IntVector ordered(IntVector bits) {
    IntVector flip =
        bits.lanewise(VectorOperators.ASHR, 31).lanewise(VectorOperators.AND, Integer.MAX_VALUE);
    return bits.lanewise(VectorOperators.XOR, flip);
  }
}
