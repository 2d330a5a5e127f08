package dev.vernier.engine.channelslast;

import java.util.Arrays;

/** Zeros where a channels-last buffer must have them. */
final class Borders {
  private Borders() {}

  /** Zeros the halo of every image. */
  static void zeroHalo(ChannelsLastShape shape, float[] data, int base) {
    if (shape.halo() == 0) {
      return;
    }
    for (int image = 0; image < shape.n(); image++) {
      for (int y = -shape.halo(); y < shape.h() + shape.halo(); y++) {
        if (y < 0 || y >= shape.h()) {
          zeroPixels(shape, data, base, image, y, -shape.halo(), shape.rowPixels());
        } else {
          zeroPixels(shape, data, base, image, y, -shape.halo(), shape.halo());
          zeroPixels(shape, data, base, image, y, shape.w(), shape.halo());
        }
      }
    }
  }

  private static void zeroPixels(
      ChannelsLastShape shape, float[] data, int base, int image, int y, int x, int count) {
    int from = base + shape.pixelOffset(image, y, x);
    if (shape.rowsAreContiguous()) {
      Arrays.fill(data, from, from + count * shape.channelStride(), 0f);
      return;
    }
    for (int i = 0; i < count; i++) {
      int pixel = from + i * shape.channelStride();
      Arrays.fill(data, pixel, pixel + shape.writableChannels(), 0f);
    }
  }

  /** Zeros the unused channels of every pixel inside the images. */
  static void zeroUnusedChannels(ChannelsLastShape shape, float[] data, int base) {
    if (shape.writableChannels() == shape.c()) {
      return;
    }
    for (int image = 0; image < shape.n(); image++) {
      for (int y = 0; y < shape.h(); y++) {
        for (int x = 0; x < shape.w(); x++) {
          int pixel = base + shape.pixelOffset(image, y, x);
          Arrays.fill(data, pixel + shape.c(), pixel + shape.writableChannels(), 0f);
        }
      }
    }
  }

  static void require(boolean holds, String what, Object first, Object second) {
    if (!holds) {
      throw new IllegalArgumentException("%s: %s and %s".formatted(what, first, second));
    }
  }
}
