package dev.vernier.engine;

import dev.vernier.kernels.Kernels;

/**
 * Scratch memory and kernels for one session's operators; not thread-safe.
 *
 * <p>Arrays are at least as long as asked for, hold arbitrary values, and are the caller's until
 * its {@code eval} returns; asking twice in one evaluation gives two arrays. They are kept for
 * later evaluations, so that a steady state allocates nothing.
 */
public interface Workspace {
  float[] floats(int n);

  double[] doubles(int n);

  long[] longs(int n);

  int[] ints(int n);

  byte[] bytes(int n);

  /** The array kernels of this JVM. */
  Kernels kernels();

  /** Bytes of scratch memory held. */
  long heldBytes();
}
