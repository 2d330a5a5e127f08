package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Dims;
import dev.vernier.engine.TensorFact;

/** What scales mean for the sample axis. */
final class Scales {
  private Scales() {}

  /** Whether every slice along axis 0 of the data has the same scales. */
  static boolean repeat(TensorFact data, TensorFact scale, long axis, int blockSize) {
    if (!data.hasDims() || !scale.hasDims() || data.rank() == 0) {
      return false;
    }
    boolean single = Dims.size(scale.dims()) == 1;
    return blockSize == 0 && (single || Dims.axis(axis, data.rank()) != 0);
  }
}
