package dev.vernier.engine.channelslast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Dense and channels-last images for tests; buffers start dirty and lie at an odd base. */
final class Images {
  static final int BASE = 5;

  private Images() {}

  /** The kernels of this JVM and their specification. */
  static List<Kernels> kernels() {
    return List.of(KernelsProvider.kernels(), KernelsProvider.scalar());
  }

  static float[] random(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(8) == 0 ? 0f : (float) random.nextGaussian();
    }
    return x;
  }

  /** A buffer as a correct step leaves it. */
  static float[] toChannelsLast(ChannelsLastShape shape, float[] dense) {
    float[] data = new float[shape.floats() + BASE];
    for (int i = 0; i < dense.length; i++) {
      int x = i % shape.w();
      int y = i / shape.w() % shape.h();
      int c = i / (shape.w() * shape.h()) % shape.c();
      int n = i / (shape.w() * shape.h() * shape.c());
      data[BASE + shape.pixelOffset(n, y, x) + c] = dense[i];
    }
    return data;
  }

  static float[] dirty(ChannelsLastShape shape) {
    float[] data = new float[shape.floats() + BASE];
    Arrays.fill(data, 7.25f);
    Arrays.fill(data, 0, BASE, 0f);
    return data;
  }

  static int denseSize(ChannelsLastShape shape) {
    return shape.n() * shape.c() * shape.h() * shape.w();
  }

  /** Equal bits everywhere: inside, halo, unused channels. */
  static void assertSame(ChannelsLastShape shape, float[] actual, float[] dense, String what) {
    float[] expected = toChannelsLast(shape, dense);
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(actual[i]) != Float.floatToIntBits(expected[i])) {
        assertThat(actual[i]).as("%s: float %d of %s", what, i, shape).isEqualTo(expected[i]);
        assertThat(Float.floatToIntBits(actual[i]))
            .as("%s: bits of float %d of %s", what, i, shape)
            .isEqualTo(Float.floatToIntBits(expected[i]));
      }
    }
  }
}
