package dev.vernier.pipeline.preprocess;

/**
 * Takes for each new pixel the old one under its centre. The centre's position is found by repeated
 * addition of the scale, because its rounding decides ties and Pillow 12 does it so.
 */
final class NearestResize {
  private NearestResize() {}

  static Pixels to(Pixels image, int width, int height) {
    int[] columns = sources(image.width(), width);
    int[] rows = sources(image.height(), height);
    Pixels out = Pixels.black(width, height, image.channels());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = image.index(columns[x], rows[y]);
        System.arraycopy(image.data(), from, out.data(), out.index(x, y), image.channels());
      }
    }
    return out;
  }

  private static int[] sources(int have, int want) {
    double scale = (double) have / want;
    double position = scale * 0.5;
    int[] sources = new int[want];
    for (int i = 0; i < want; i++) {
      sources[i] = Math.min((int) position, have - 1);
      position += scale;
    }
    return sources;
  }
}
