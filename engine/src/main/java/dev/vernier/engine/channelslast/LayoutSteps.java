package dev.vernier.engine.channelslast;

import dev.vernier.kernels.Kernels;

/** Conversions between ONNX's dense order (n, c, h, w) and channels-last buffers. */
public final class LayoutSteps {
  private LayoutSteps() {}

  /** From dense n * c * h * w floats to a channels-last buffer. */
  public static ChannelsLastStep toChannelsLast(ChannelsLastShape shape, Kernels kernels) {
    return (in, inBase, out, outBase) -> {
      Borders.zeroHalo(shape, out, outBase);
      for (int image = 0; image < shape.n(); image++) {
        int plane = inBase + image * shape.c() * shape.h() * shape.w();
        imageToChannelsLast(shape, kernels, in, plane, out, outBase, image);
      }
      Borders.zeroUnusedChannels(shape, out, outBase);
    };
  }

  private static void imageToChannelsLast(
      ChannelsLastShape shape,
      Kernels kernels,
      float[] in,
      int plane,
      float[] out,
      int outBase,
      int image) {
    int pixels = shape.h() * shape.w();
    int rows = shape.halo() == 0 ? 1 : shape.h();
    int cols = pixels / rows;
    for (int y = 0; y < rows; y++) {
      int to = outBase + shape.pixelOffset(image, y, 0);
      int from = plane + y * shape.w();
      if (shape.c() == 3) {
        threeToPixels(in, from, pixels, out, to, shape.channelStride(), cols);
      } else {
        kernels.transpose(in, from, pixels, out, to, shape.channelStride(), shape.c(), cols);
      }
    }
  }

  /** The common case of colour images, worth a loop without inner loops. */
  private static void threeToPixels(
      float[] in, int from, int plane, float[] out, int to, int stride, int count) {
    int q = to;
    for (int i = from; i < from + count; i++) {
      out[q] = in[i];
      out[q + 1] = in[i + plane];
      out[q + 2] = in[i + 2 * plane];
      q += stride;
    }
  }

  /** From a channels-last buffer to dense n * c * h * w floats. */
  public static ChannelsLastStep toChannelsFirst(ChannelsLastShape shape, Kernels kernels) {
    return (in, inBase, out, outBase) -> {
      int pixels = shape.h() * shape.w();
      int rows = shape.halo() == 0 ? 1 : shape.h();
      int cols = pixels / rows;
      for (int image = 0; image < shape.n(); image++) {
        int plane = outBase + image * shape.c() * pixels;
        for (int y = 0; y < rows; y++) {
          int from = inBase + shape.pixelOffset(image, y, 0);
          int to = plane + y * shape.w();
          kernels.transpose(in, from, shape.channelStride(), out, to, pixels, cols, shape.c());
        }
      }
    };
  }

  /** Zeros the halo of a buffer whose inside another writer filled. */
  public static void zeroHalo(ChannelsLastShape shape, float[] data, int base) {
    Borders.zeroHalo(shape, data, base);
  }
}
