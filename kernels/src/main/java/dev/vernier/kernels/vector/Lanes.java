package dev.vernier.kernels.vector;

import dev.vernier.kernels.KernelsProvider;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The one vector width of this JVM. */
final class Lanes {
  static final VectorSpecies<Float> F =
      VectorSpecies.of(float.class, shape(System.getProperty(KernelsProvider.BITS)));
  static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());

  /** Floats per vector. */
  static final int L = F.length();

  private Lanes() {}

  private static VectorShape shape(String bits) {
    if (bits != null) {
      return VectorShape.forBitSize(Integer.parseInt(bits));
    }
    int preferred = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    return VectorShape.forBitSize(Math.max(128, Math.min(512, preferred)));
  }

  /** Smallest index from which a whole vector does not fit below n. */
  static int bound(int n) {
    return n & -L;
  }

  static FloatVector load(float[] x, int offset) {
    return FloatVector.fromArray(F, x, offset);
  }

  static FloatVector broadcast(float value) {
    return FloatVector.broadcast(F, value);
  }

  /** The clip of the specification: compare and blend, since min and max treat NaN otherwise. */
  static FloatVector clip(FloatVector v, FloatVector low, FloatVector high) {
    FloatVector above = v.blend(low, v.lt(low));
    return above.blend(high, high.lt(above));
  }

  static IntVector bits(FloatVector v) {
    return v.reinterpretAsInts();
  }
}
