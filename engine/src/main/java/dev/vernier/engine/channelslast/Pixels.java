package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Offset tables over the output pixels of a window operation, in the forms the kernels read. */
final class Pixels {
  /** Images of fewer pixels are joined over the batch, so that tiles are full. */
  private static final int JOIN_BELOW = 64;

  /** Geometry that a table needs: where the window of an output pixel starts. */
  record Windows(int strideH, int strideW, int padTop, int padLeft) {}

  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final Windows windows;
  private final int images;

  Pixels(ChannelsLastShape in, ChannelsLastShape out, Windows windows) {
    this.in = in;
    this.out = out;
    this.windows = windows;
    this.images = out.h() * out.w() < JOIN_BELOW ? out.n() : 1;
  }

  /** Images that one table covers; the batch is a whole number of tables. */
  int images() {
    return images;
  }

  int count() {
    return images * out.h() * out.w();
  }

  /** Input offset of a pixel's window, relative to the first image of the table. */
  int input(int pixel) {
    int x = pixel % out.w();
    int y = pixel / out.w() % out.h();
    int image = pixel / (out.w() * out.h());
    return in.pixelOffset(
        image, y * windows.strideH() - windows.padTop(), x * windows.strideW() - windows.padLeft());
  }

  /** Output offset of a pixel, relative to the first image of the table. */
  int output(int pixel) {
    int x = pixel % out.w();
    int y = pixel / out.w() % out.h();
    return out.pixelOffset(pixel / (out.w() * out.h()), y, x);
  }

  /** The table of {@link Kernels#depthwise}. */
  int[] fourTable() {
    return table(4);
  }

  /**
   * The table of {@link Kernels#tiles} for some rows a tile; rows past the last pixel repeat it.
   */
  int[] table(int rows) {
    int tiles = (count() + rows - 1) / rows;
    int[] table = new int[tiles * 2 * rows];
    for (int t = 0; t < tiles; t++) {
      for (int r = 0; r < rows; r++) {
        int pixel = Math.min(t * rows + r, count() - 1);
        table[t * 2 * rows + r] = input(pixel);
        table[t * 2 * rows + rows + r] = output(pixel);
      }
    }
    return table;
  }
}
