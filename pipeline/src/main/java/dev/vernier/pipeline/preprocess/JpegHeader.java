package dev.vernier.pipeline.preprocess;

import java.nio.charset.StandardCharsets;

/** What the markers of a JPEG file say about its colours. */
final class JpegHeader {
  private static final int APP14 = 0xee;
  private static final int START_OF_SCAN = 0xda;
  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);

  private JpegHeader() {}

  /** Number of colour components; 0 if the file is not JPEG or has no frame header. */
  static int components(byte[] file) {
    int at = find(file, false);
    return at < 0 || at + 10 > file.length ? 0 : file[at + 9] & 0xff;
  }

  /** Adobe's colour transform: 0 none, 1 YCbCr, 2 YCCK; -1 if the file has no Adobe marker. */
  static int adobeTransform(byte[] file) {
    int at = find(file, true);
    return at < 0 || at + 16 > file.length ? -1 : file[at + 15] & 0xff;
  }

  /** Offset of the Adobe marker or of the frame header; -1 if there is none before the scan. */
  private static int find(byte[] file, boolean adobe) {
    boolean jpeg = file.length > 4 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
    int at = 2;
    while (jpeg && at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      if (adobe ? isAdobe(file, at, marker) : isFrame(marker)) {
        return at;
      }
      int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
      if (marker == START_OF_SCAN) {
        return -1;
      }
      at += marker == 0xff ? 1 : 2 + length;
    }
    return -1;
  }

  /** SOF0 to SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean isAdobe(byte[] file, int at, int marker) {
    return marker == APP14
        && at + 9 <= file.length
        && java.util.Arrays.equals(file, at + 4, at + 9, ADOBE, 0, 5);
  }
}
