package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Depthwise convolution: lanes over channels; the 3 x 3 form of stride 1 or 2 row by row. */
final class DepthwiseProducts implements Products {
  private static final int ROW_PIXELS = 4;

  private final PackedConv packed;
  private final ConvSpec spec;
  private final ChannelsLastShape in;
  private final ChannelsLastShape out;
  private final BlockEnd end;
  private final Requantization codes;

  /** Makes codes of sums that the kernel left as they are; null if it does not. */
  private final BlockEnd requantize;

  private final Kernels kernels;
  private final boolean byRows;
  private final int[] taps;
  private final int[] table;
  private final int tiles;
  private final int images;
  private PixelWatch watch;

  /**
   * @param end what follows each row, or null
   * @param codes what sums are stored as, null for floats
   */
  DepthwiseProducts(
      PackedConv packed,
      ChannelsLastShape in,
      ChannelsLastShape out,
      BlockEnd end,
      Requantization codes,
      Kernels kernels) {
    this.packed = packed;
    this.spec = packed.spec();
    this.in = in;
    this.out = out;
    this.kernels = kernels;
    this.byRows = fitsRows(spec, out);
    this.codes = byRows ? codes : null;
    this.end = end;
    this.requantize =
        byRows || codes == null
            ? null
            : BlockEnd.applying(BlockEnd.requantizing(codes, out, kernels), out, kernels);
    Pixels pixels = ConvTables.pixels(spec, in, out);
    this.taps = byRows ? null : ConvTables.windowTaps(spec, in);
    this.table = byRows ? null : pixels.fourTable();
    this.tiles = byRows ? 0 : table.length / (2 * ROW_PIXELS);
    this.images = pixels.images();
  }

  private static boolean fitsRows(ConvSpec spec, ChannelsLastShape out) {
    return spec.kh() == 3
        && spec.kw() == 3
        && spec.dilationH() == 1
        && spec.dilationW() == 1
        && spec.strideW() <= 2
        && out.w() >= ROW_PIXELS;
  }

  @Override
  public boolean tell(PixelWatch watch) {
    this.watch = watch;
    return byRows;
  }

  @Override
  public boolean writesUnusedChannels() {
    return true;
  }

  @Override
  public void run(
      float[] x,
      int inBase,
      float[] added,
      int addedBase,
      float[] y,
      int outBase,
      float[] scratch) {
    if (byRows) {
      rows(x, inBase, y, outBase);
      return;
    }
    windows(x, inBase, y, outBase);
    int pixels = out.n() * out.h() * out.w();
    if (requantize != null) {
      requantize.run(y, outBase, null, 0, 0, 0, pixels);
    }
    if (end != null) {
      end.run(y, outBase, null, 0, 0, 0, pixels);
    }
  }

  private void rows(float[] x, int inBase, float[] y, int outBase) {
    for (int image = 0; image < out.n(); image++) {
      for (int row = 0; row < out.h(); row++) {
        int from = in.pixelOffset(image, row * spec.strideH() - spec.padTop(), -spec.padLeft());
        row(x, inBase + from, y, outBase + out.pixelOffset(image, row, 0));
        if (end != null) {
          end.run(y, outBase, null, 0, image, row * out.w(), out.w());
        }
        if (watch != null) {
          watch.stored(y, outBase, (image * out.h() + row + 1) * out.w());
        }
      }
    }
  }

  private void row(float[] x, int xo, float[] y, int yo) {
    int pixels = out.w();
    int stride = spec.strideW();
    int xs = in.channelStride();
    int rowStep = in.rowStep();
    float[] w = packed.weights();
    float[] bias = packed.bias();
    int n = bias.length;
    int ys = out.channelStride();
    if (codes == null) {
      float low = ConvStep.kernelLow(spec);
      float high = ConvStep.kernelHigh(spec);
      kernels.depthwise3x3(
          pixels, stride, n, x, xo, xs, rowStep, w, 0, n, bias, 0, y, yo, ys, low, high);
    } else {
      float[] factors = codes.factors();
      kernels.codeDepthwise3x3(
          pixels,
          stride,
          n,
          x,
          xo,
          xs,
          rowStep,
          w,
          0,
          n,
          bias,
          0,
          y,
          yo,
          ys,
          factors,
          0,
          codes.low(),
          codes.high());
    }
  }

  private void windows(float[] x, int inBase, float[] y, int outBase) {
    int channels = packed.bias().length;
    for (int image = 0; image < out.n(); image += images) {
      kernels.depthwise(
          tiles,
          channels,
          x,
          inBase + image * in.imageStep(),
          taps,
          packed.weights(),
          0,
          channels,
          packed.bias(),
          0,
          y,
          outBase + image * out.imageStep(),
          table,
          0,
          ConvStep.kernelLow(spec),
          ConvStep.kernelHigh(spec));
    }
  }
}
