package dev.vernier.benchmarks;

import dev.vernier.kernels.Kernels;

/**
 * The peak of fused multiply-adds on one thread: the best of many short runs of the tile kernel on
 * cached data, so that neither other work on the machine nor the compiler's warm-up lowers it.
 */
final class Roofline {
  private static final int DEPTH = 256;
  private static final int REPEATS = 200;

  private Roofline() {}

  /** Work that multiplies tiles whose operands stay in the first-level cache. */
  static Interleaved.Work work(Kernels kernels) {
    int width = kernels.panelWidth();
    float[] x = new float[Kernels.TILE_ROWS * DEPTH];
    float[] w = new float[DEPTH * width];
    float[] y = new float[Kernels.TILE_ROWS * width];
    float[] init = new float[width];
    int[] table = new int[Kernels.TILE_TABLE];
    for (int r = 0; r < Kernels.TILE_ROWS; r++) {
      table[r] = r * DEPTH;
      table[Kernels.TILE_ROWS + r] = r * width;
    }
    return new Interleaved.Work(
        "peak",
        () -> {
          for (int i = 0; i < REPEATS; i++) {
            kernels.tiles(
                1,
                width,
                DEPTH,
                x,
                0,
                null,
                0,
                w,
                0,
                width,
                init,
                0,
                y,
                0,
                table,
                0,
                Float.NEGATIVE_INFINITY,
                Float.POSITIVE_INFINITY);
          }
        });
  }

  /** Billions of floating-point operations a second, given the seconds of one run of the work. */
  static double gigaFlops(Kernels kernels, double seconds) {
    double operations = 2.0 * REPEATS * DEPTH * Kernels.TILE_ROWS * kernels.panelWidth();
    return operations / seconds / 1e9;
  }
}
