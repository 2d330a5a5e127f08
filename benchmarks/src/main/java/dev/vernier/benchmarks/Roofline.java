package dev.vernier.benchmarks;

import dev.vernier.kernels.Kernels;
import java.util.List;

/** The peak of fused multiply-adds on one thread, measured with the tile kernel on cached data. */
final class Roofline {
  private static final int DEPTH = 256;
  private static final int REPEATS = 2000;

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

  /** Warms up and measures alone. */
  static double measure(Kernels kernels) {
    List<Interleaved.Work> works = List.of(work(kernels));
    Interleaved.warmUp(works, 1.5);
    return gigaFlops(kernels, Interleaved.medians(works, 15, 0.02)[0]);
  }
}
