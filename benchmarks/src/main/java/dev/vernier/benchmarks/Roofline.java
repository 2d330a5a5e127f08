package dev.vernier.benchmarks;

import dev.vernier.kernels.Kernels;

/**
 * The peak of fused multiply-adds on one thread: the best of many short runs of the tile kernel on
 * cached data, so that neither other work on the machine nor the compiler's warm-up lowers it.
 */
final class Roofline {
  private static final int DEPTH = 128;
  private static final int REPEATS = 200;

  private Roofline() {}

  /** Work that multiplies tiles whose operands stay in the first-level cache. */
  static Interleaved.Work work(Kernels kernels) {
    int rows = rows(kernels);
    int width = width(kernels);
    float[] x = new float[rows * DEPTH];
    float[] w = new float[DEPTH * width];
    float[] y = new float[rows * width];
    float[] init = new float[width];
    int[] table = new int[2 * rows];
    for (int r = 0; r < rows; r++) {
      table[r] = r * DEPTH;
      table[rows + r] = r * width;
    }
    float low = Float.NEGATIVE_INFINITY;
    float high = Float.POSITIVE_INFINITY;
    Runnable tile =
        kernels.wideWidth() > 0
            ? () ->
                kernels.wideTiles(
                    1, DEPTH, x, 0, null, 0, w, 0, width, init, 0, y, 0, table, 0, low, high)
            : () ->
                kernels.tiles(
                    1, width, DEPTH, x, 0, null, 0, w, 0, width, init, 0, y, 0, table, 0, low,
                    high);
    return new Interleaved.Work(
        "peak",
        () -> {
          for (int i = 0; i < REPEATS; i++) {
            tile.run();
          }
        });
  }

  /** Rows of the tile with most multiply-adds a load. */
  private static int rows(Kernels kernels) {
    return kernels.wideWidth() > 0 ? Kernels.WIDE_ROWS : Kernels.TILE_ROWS;
  }

  private static int width(Kernels kernels) {
    return kernels.wideWidth() > 0 ? kernels.wideWidth() : kernels.panelWidth();
  }

  /** Billions of floating-point operations a second, given the seconds of one run of the work. */
  static double gigaFlops(Kernels kernels, double seconds) {
    double operations = 2.0 * REPEATS * DEPTH * rows(kernels) * width(kernels);
    return operations / seconds / 1e9;
  }
}
