package dev.vernier.engine;

/** Sees observed tensors right after each was computed, while its data is in cache. */
@FunctionalInterface
public interface TensorObserver {
  /**
   * Called once for each observed tensor that is computed in a run; the view dies with the call.
   */
  void observe(String tensor, TensorView view);
}
