package dev.vernier.engine;

/** Sees observed tensors right after each was computed, while its data is in cache. */
@FunctionalInterface
public interface TensorObserver {
  /**
   * Called once for each observed tensor that is computed in a run and was not taken in pieces; the
   * view dies with the call.
   */
  void observe(String tensor, TensorView view);

  /**
   * Called before an observed tensor is computed that can be shown piece by piece. Pieces of large
   * tensors are closer by than the whole is once it is computed.
   *
   * @param samples as {@link TensorView#samples}
   * @return what takes the pieces, or null to be given the whole
   */
  default TensorPieces pieces(String tensor, int samples) {
    return null;
  }
}
