package dev.vernier.pipeline.preprocess;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The EXIF orientation of a JPEG file: 1 is upright; 2 to 8 mirror and turn. */
final class Orientation {
  private static final int APP1 = 0xe1;
  private static final int START_OF_SCAN = 0xda;
  private static final int TAG = 0x0112;
  private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private Orientation() {}

  /** The orientation that the file states; 1 if it states none or nothing sensible. */
  static int of(byte[] file) {
    int at = 2;
    while (isJpeg(file) && at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      int length = (file[at + 2] & 0xff) << 8 | file[at + 3] & 0xff;
      if (marker == START_OF_SCAN || length < 2) {
        return 1;
      }
      if (marker == APP1 && isExif(file, at + 4, length - 2)) {
        return fromTiff(file, at + 4 + EXIF.length, Math.min(file.length, at + 2 + length));
      }
      at += 2 + length;
    }
    return 1;
  }

  private static boolean isJpeg(byte[] file) {
    return file.length > 4 && (file[0] & 0xff) == 0xff && (file[1] & 0xff) == 0xd8;
  }

  private static boolean isExif(byte[] file, int at, int length) {
    if (length < EXIF.length + 8 || at + length > file.length) {
      return false;
    }
    return java.util.Arrays.equals(file, at, at + EXIF.length, EXIF, 0, EXIF.length);
  }

  /** Looks for the tag in the first directory of the TIFF structure that EXIF wraps. */
  private static int fromTiff(byte[] file, int start, int end) {
    ByteBuffer tiff = ByteBuffer.wrap(file, start, end - start).slice();
    tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    int directory = tiff.getInt(4);
    if (directory < 8 || directory > tiff.limit() - 2) {
      return 1;
    }
    int entries = tiff.getShort(directory) & 0xffff;
    for (int i = 0; i < entries; i++) {
      int entry = directory + 2 + 12 * i;
      if (entry + 12 > tiff.limit()) {
        return 1;
      }
      if ((tiff.getShort(entry) & 0xffff) == TAG) {
        int value = tiff.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : 1;
      }
    }
    return 1;
  }

  /** The upright image. */
  static Pixels apply(Pixels image, int orientation) {
    if (orientation == 1) {
      return image;
    }
    boolean turned = orientation >= 5;
    int width = turned ? image.height() : image.width();
    int height = turned ? image.width() : image.height();
    Pixels out = Pixels.black(width, height, image.channels());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int from = source(image, x, y, orientation);
        System.arraycopy(image.data(), from, out.data(), out.index(x, y), image.channels());
      }
    }
    return out;
  }

  private static int source(Pixels image, int x, int y, int orientation) {
    int right = image.width() - 1;
    int bottom = image.height() - 1;
    return switch (orientation) {
      case 2 -> image.index(right - x, y);
      case 3 -> image.index(right - x, bottom - y);
      case 4 -> image.index(x, bottom - y);
      case 5 -> image.index(y, x);
      case 6 -> image.index(y, bottom - x);
      case 7 -> image.index(right - y, bottom - x);
      default -> image.index(right - y, x);
    };
  }
}
