package dev.vernier.pipeline.preprocess;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the recorded results of other programs from test resources. */
final class GoldenLines {
  private GoldenLines() {}

  static List<String[]> of(String resource) throws IOException {
    String text = new String(bytes(resource), StandardCharsets.UTF_8);
    return text.lines().filter(l -> !l.startsWith("#")).map(l -> l.split(" ")).toList();
  }

  static byte[] bytes(String resource) throws IOException {
    try (InputStream in = GoldenLines.class.getResourceAsStream(resource)) {
      return in.readAllBytes();
    }
  }

  /** Pixels of a linear congruential generator, as the recording program drew them. */
  static Pixels drawn(int width, int height, int channels, int seed) {
    Pixels image = Pixels.black(width, height, channels);
    long state = seed;
    for (int i = 0; i < image.data().length; i++) {
      state = (state * 1103515245L + 12345) & 0x7fffffffL;
      image.data()[i] = (byte) (state >> 16);
    }
    return image;
  }
}
