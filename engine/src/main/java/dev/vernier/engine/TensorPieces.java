package dev.vernier.engine;

/**
 * Takes a tensor while it is computed, in pieces that are still in the cache: every element once,
 * samples in ascending order, the elements of a sample in any order.
 */
public interface TensorPieces {
  /** Elements {@code data[offset .. offset+length)}; valid during the call, not to be written. */
  void accept(int sample, float[] data, int offset, int length);

  /** Everything was passed; not called if the run fails. */
  void close();
}
