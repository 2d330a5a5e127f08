package dev.vernier.stats;

/** Receives a contiguous run of values; the array is read only until the call returns. */
@FunctionalInterface
public interface RunConsumer {
  void accept(float[] data, int offset, int length);
}
