package dev.vernier.jobs.guess;

import java.util.Arrays;
import java.util.List;

/** Recognises encoded images by their first bytes. */
final class ImageMagic {
  private static final List<byte[]> STARTS =
      List.of(
          new byte[] {(byte) 0x89, 'P', 'N', 'G'},
          new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF},
          new byte[] {'G', 'I', 'F', '8'},
          new byte[] {'B', 'M'});

  private ImageMagic() {}

  static boolean matches(byte[] content) {
    return STARTS.stream()
        .anyMatch(
            start ->
                content.length >= start.length
                    && Arrays.equals(content, 0, start.length, start, 0, start.length));
  }
}
