package dev.vernier.engine;

import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;

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

  /**
   * Called by operators that run graphs again and again, before each run: fails when the limits of
   * the session are exceeded.
   *
   * @param heldBytes what the operator keeps of the runs so far
   */
  void iterate(long heldBytes);

  /** A new tensor of the operator's own; fails if it would exceed the session's memory limit. */
  Tensor allocate(DataType type, int... dims);

  /** Bytes of scratch memory held. */
  long heldBytes();
}
