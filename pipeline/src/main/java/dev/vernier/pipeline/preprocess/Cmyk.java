package dev.vernier.pipeline.preprocess;

import java.awt.image.Raster;

/**
 * Four-ink JPEG to RGB without a colour profile: red is {@code (255 - cyan) * (255 - black) / 255},
 * rounded. Files with Adobe's marker store the inks inverted; transform 2 stores the first three as
 * luma and chroma.
 */
final class Cmyk {
  private static final int YCCK = 2;

  private Cmyk() {}

  static Pixels toRgb(Raster raster, int adobeTransform) {
    Pixels out = Pixels.black(raster.getWidth(), raster.getHeight(), 3);
    int[] row = new int[4 * raster.getWidth()];
    for (int y = 0; y < out.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, out.width(), 1, row);
      for (int x = 0; x < out.width(); x++) {
        pixel(row, 4 * x, adobeTransform, out.data(), out.index(x, y));
      }
    }
    return out;
  }

  private static void pixel(int[] in, int from, int adobeTransform, byte[] out, int to) {
    if (adobeTransform == YCCK) {
      colours(in, from);
    }
    int flip = adobeTransform >= 0 ? 0 : 255;
    int paper = in[from + 3] ^ flip;
    for (int c = 0; c < 3; c++) {
      out[to + c] = (byte) product(in[from + c] ^ flip, paper);
    }
  }

  /**
   * Replaces luma and chroma by the inverse of the colours they stand for, as Adobe stores inks.
   */
  private static void colours(int[] pixel, int at) {
    double luma = pixel[at];
    double blue = pixel[at + 1] - 128;
    double red = pixel[at + 2] - 128;
    pixel[at] = 255 - clip(luma + 1.402 * red);
    pixel[at + 1] = 255 - clip(luma - 0.344136 * blue - 0.714136 * red);
    pixel[at + 2] = 255 - clip(luma + 1.772 * blue);
  }

  /** {@code a * b / 255}, rounded to the nearest. */
  private static int product(int a, int b) {
    int scaled = a * b + 128;
    return ((scaled >> 8) + scaled) >> 8;
  }

  private static int clip(double value) {
    return (int) Math.max(0, Math.min(255, Math.rint(value)));
  }
}
