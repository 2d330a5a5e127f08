package dev.vernier.engine.channelslast;

/**
 * Geometry of a channels-last float buffer: n images of (h + 2 halo) by (w + 2 halo) pixels of
 * channelStride floats, of which c are used. The halo and the channels from c up to {@link
 * #strideFor} hold zeros.
 *
 * <p>A channelStride above {@code strideFor(c)} describes a slice of a wider buffer (an input of a
 * concatenation written in place); c must then be a multiple of 16.
 */
public record ChannelsLastShape(int n, int c, int h, int w, int halo, int channelStride) {
  private static final int ALIGNMENT = 16;
  private static final int NARROW = 4;

  /** Refuses a geometry that no buffer has. */
  public ChannelsLastShape {
    if (n < 1 || c < 1 || h < 1 || w < 1 || halo < 0 || channelStride < c) {
      throw new IllegalArgumentException(
          "no channels-last geometry: n=%d c=%d h=%d w=%d halo=%d channelStride=%d"
              .formatted(n, c, h, w, halo, channelStride));
    }
    long pixels = (h + 2L * halo) * (w + 2L * halo);
    if (pixels > Integer.MAX_VALUE || pixels * channelStride > Integer.MAX_VALUE / n) {
      throw new IllegalArgumentException(
          "an image of %d x %d pixels of %d channels with a border of %d is too large"
              .formatted(h, w, channelStride, halo));
    }
  }

  /** A buffer of its own with the usual channel stride. */
  public static ChannelsLastShape of(int n, int c, int h, int w, int halo) {
    return new ChannelsLastShape(n, c, h, w, halo, strideFor(c));
  }

  /** Channels a pixel takes: up to 4 as they are, more rounded up to a multiple of 16. */
  public static int strideFor(int c) {
    return c <= NARROW ? c : (c + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Pixels from one row to the next. */
  public int rowPixels() {
    return w + 2 * halo;
  }

  /** Floats from one row to the next. */
  public int rowStep() {
    return rowPixels() * channelStride;
  }

  /** Floats from one image to the next. */
  public int imageStep() {
    return (h + 2 * halo) * rowStep();
  }

  /** Floats of the whole buffer. */
  public int floats() {
    return Math.multiplyExact(n, imageStep());
  }

  /** Offset of channel 0 of a pixel; coordinates may reach into the halo. */
  public int pixelOffset(int image, int y, int x) {
    return image * imageStep() + (y + halo) * rowStep() + (x + halo) * channelStride;
  }

  /** Channels that a step may write in a pixel: the used ones and their padding. */
  int writableChannels() {
    return Math.min(strideFor(c), channelStride);
  }

  /** True if the pixels of a row lie side by side with nothing of others between. */
  boolean rowsAreContiguous() {
    return channelStride == strideFor(c);
  }
}
