package dev.vernier.pipeline.preprocess;

/**
 * An 8-bit image, rows from the top, channels of a pixel adjacent.
 *
 * @param width pixels in a row
 * @param height rows
 * @param channels 1 (grey) or 3 (red, green, blue until reordered)
 * @param data {@code width * height * channels} bytes, owned by the image
 */
record Pixels(int width, int height, int channels, byte[] data) {
  Pixels {
    if ((long) width * height * channels != data.length) {
      throw new IllegalArgumentException(
          width + "x" + height + "x" + channels + " pixels in " + data.length + " bytes");
    }
  }

  /** A black image. */
  static Pixels black(int width, int height, int channels) {
    return new Pixels(
        width, height, channels, new byte[Math.multiplyExact(width * height, channels)]);
  }

  /** Index of the first channel of a pixel. */
  int index(int x, int y) {
    return (y * width + x) * channels;
  }
}
