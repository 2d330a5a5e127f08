package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Sum of two images of one size, then a clip; halos and strides may differ. */
public final class AddStep {
  private final ChannelsLastShape left;
  private final ChannelsLastShape right;
  private final ChannelsLastShape out;
  private final float clipLow;
  private final float clipHigh;
  private final Kernels kernels;
  private PixelWatch watch;

  /** Infinite bounds clip nothing. */
  public AddStep(
      ChannelsLastShape left,
      ChannelsLastShape right,
      ChannelsLastShape out,
      float clipLow,
      float clipHigh,
      Kernels kernels) {
    Borders.require(sameImages(left, right), "images to add differ", left, right);
    Borders.require(sameImages(left, out), "images to add and their sum differ", left, out);
    this.left = left;
    this.right = right;
    this.out = out;
    this.clipLow = clipLow;
    this.clipHigh = clipHigh;
    this.kernels = kernels;
  }

  static boolean sameImages(ChannelsLastShape a, ChannelsLastShape b) {
    return a.n() == b.n() && a.c() == b.c() && a.h() == b.h() && a.w() == b.w();
  }

  /** As {@link ChannelsLastStep#tell}. */
  public boolean tell(PixelWatch watch) {
    this.watch = watch;
    return true;
  }

  /** Writes the whole output. It may lie exactly on an input of the same geometry. */
  public void run(float[] a, int aBase, float[] b, int bBase, float[] y, int yBase) {
    Borders.zeroHalo(out, y, yBase);
    boolean rows = left.rowsAreContiguous() && right.rowsAreContiguous() && out.rowsAreContiguous();
    int width = rows ? out.w() : 1;
    int length = rows ? out.w() * out.channelStride() : out.writableChannels();
    for (int image = 0; image < out.n(); image++) {
      for (int row = 0; row < out.h(); row++) {
        for (int x = 0; x < out.w(); x += width) {
          kernels.addClip(
              a,
              aBase + left.pixelOffset(image, row, x),
              b,
              bBase + right.pixelOffset(image, row, x),
              y,
              yBase + out.pixelOffset(image, row, x),
              length,
              clipLow,
              clipHigh);
        }
        if (watch != null) {
          watch.stored(y, yBase, (image * out.h() + row + 1) * out.w());
        }
      }
    }
    if (clipLow > 0f || clipHigh < 0f) {
      Borders.zeroUnusedChannels(out, y, yBase);
    }
  }
}
