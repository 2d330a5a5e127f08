package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/**
 * What follows the products of a block of pixels while they are in the cache: an epilogue, a
 * function of each element, the addition of another image of the same size (after an epilogue, or
 * alone), or a leaky slope; the latter two with a clip.
 */
final class BlockEnd {
  private final ChannelsLastShape out;
  private final ChannelsLastShape added;
  private final Epilogue epilogue;
  private final Addition addition;
  private final UnaryStep.Pointwise function;
  private final float slope;
  private final float low;
  private final float high;
  private final Kernels kernels;
  private final boolean rows;

  private BlockEnd(
      ChannelsLastShape out,
      ChannelsLastShape added,
      Epilogue epilogue,
      Addition addition,
      UnaryStep.Pointwise function,
      float slope,
      float low,
      float high,
      Kernels kernels) {
    this.out = out;
    this.added = added;
    this.epilogue = epilogue;
    this.addition = addition;
    this.function = function;
    this.slope = slope;
    this.low = low;
    this.high = high;
    this.kernels = kernels;
    this.rows =
        (out.rowsAreContiguous() && (added == null || added.rowsAreContiguous()))
            || isEpilogueAlone();
  }

  /** An epilogue takes whole pixels, whatever lies between them. */
  private boolean isEpilogueAlone() {
    return epilogue != null && added == null && function == null && Float.isNaN(slope);
  }

  /** Addition of an image after an epilogue, if that is not null, then a clip. */
  static BlockEnd adding(
      ChannelsLastShape out,
      ChannelsLastShape added,
      Epilogue before,
      float low,
      float high,
      Kernels kernels) {
    Addition sum = (y, yo, r, ro, n) -> kernels.addClip(y, yo, r, ro, y, yo, n, low, high);
    return adding(out, added, before, sum, kernels);
  }

  /** An epilogue, if that is not null, and then another image. */
  static BlockEnd adding(
      ChannelsLastShape out,
      ChannelsLastShape added,
      Epilogue before,
      Addition addition,
      Kernels kernels) {
    float none = Float.NaN;
    return new BlockEnd(out, added, before, addition, null, none, none, none, kernels);
  }

  /** A convolution's leaky slope and clip; null if it has none. */
  static BlockEnd of(ConvSpec spec, ChannelsLastShape out, Kernels kernels) {
    return spec.isLeaky()
        ? new BlockEnd(
            out,
            null,
            null,
            null,
            null,
            spec.leakySlope(),
            spec.clipLow(),
            spec.clipHigh(),
            kernels)
        : null;
  }

  /** Something done to whole pixels. */
  static BlockEnd applying(Epilogue epilogue, ChannelsLastShape out, Kernels kernels) {
    float none = Float.NaN;
    return new BlockEnd(out, null, epilogue, null, null, none, none, none, kernels);
  }

  /** Sums turned into codes. */
  static Epilogue requantizing(Requantization codes, ChannelsLastShape out, Kernels kernels) {
    int n = out.writableChannels();
    float[] factors = codes.factors();
    int step = out.channelStride();
    float low = codes.low();
    float high = codes.high();
    return (y, offset, pixels) ->
        kernels.requantize(y, offset, factors, 0, y, offset, pixels, n, step, low, high);
  }

  /** A function of each element; it also meets the channels that pad a pixel. */
  static BlockEnd applying(UnaryStep.Pointwise function, ChannelsLastShape out, Kernels kernels) {
    float none = Float.NaN;
    return new BlockEnd(out, null, null, null, function, none, none, none, kernels);
  }

  /** Pixels [pixel, pixel + count), counted from image {@code image} on. */
  void run(float[] y, int yBase, float[] r, int rBase, int image, int pixel, int count) {
    int end = pixel + count;
    for (int p = pixel; p < end; ) {
      int column = p % out.w();
      int row = p / out.w() % out.h();
      int at = image + p / (out.w() * out.h());
      int width = rows ? Math.min(end - p, out.w() - column) : 1;
      int length = rows ? width * out.channelStride() : out.writableChannels();
      int to = yBase + out.pixelOffset(at, row, column);
      if (epilogue != null) {
        epilogue.apply(y, to, width);
      }
      if (function != null) {
        function.apply(y, to, y, to, length);
      }
      if (added != null) {
        int from = rBase + added.pixelOffset(at, row, column);
        addition.apply(y, to, r, from, length);
      } else if (!Float.isNaN(slope)) {
        leaky(y, to, length);
      }
      p += width;
    }
  }

  private void leaky(float[] y, int to, int length) {
    kernels.leakyRelu(y, to, y, to, length, slope);
    if (low != Float.NEGATIVE_INFINITY || high != Float.POSITIVE_INFINITY) {
      kernels.clip(y, to, y, to, length, low, high);
    }
  }
}
