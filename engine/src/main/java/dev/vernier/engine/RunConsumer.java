package dev.vernier.engine;

/** Receives contiguous pieces of a tensor. */
@FunctionalInterface
public interface RunConsumer {
  /** Elements {@code data[offset .. offset+length)}; valid during the call, not to be written. */
  void accept(float[] data, int offset, int length);
}
