package dev.vernier.engine.channelslast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.kernels.Kernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Steps that only move or combine elements. */
class ElementStepsTest {
  private static final int[] CHANNELS = {1, 3, 4, 5, 16, 24, 33};

  @Test
  void layoutsThereAndBack() {
    Random random = new Random(40);
    for (int c : CHANNELS) {
      for (int halo = 0; halo < 3; halo++) {
        ChannelsLastShape shape = ChannelsLastShape.of(2, c, 5, 9, halo);
        float[] dense = Images.random(random, Images.denseSize(shape) + 3);
        for (Kernels kernels : Images.kernels()) {
          float[] y = Images.dirty(shape);
          LayoutSteps.toChannelsLast(shape, kernels).run(dense, 3, y, Images.BASE);
          float[] logical = java.util.Arrays.copyOfRange(dense, 3, dense.length);
          Images.assertSame(shape, y, logical, "to channels last");
          float[] back = new float[dense.length];
          LayoutSteps.toChannelsFirst(shape, kernels).run(y, Images.BASE, back, 3);
          assertThat(java.util.Arrays.copyOfRange(back, 3, back.length)).isEqualTo(logical);
        }
      }
    }
  }

  @Test
  void sums() {
    Random random = new Random(41);
    for (int c : CHANNELS) {
      ChannelsLastShape a = ChannelsLastShape.of(2, c, 4, 5, 1);
      ChannelsLastShape b = ChannelsLastShape.of(2, c, 4, 5, 0);
      ChannelsLastShape out = ChannelsLastShape.of(2, c, 4, 5, 2);
      float[] left = Images.random(random, Images.denseSize(a));
      float[] right = Images.random(random, Images.denseSize(a));
      float[] expected = new float[left.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = Math.min(2f, Math.max(0.5f, left[i] + right[i]));
      }
      for (Kernels kernels : Images.kernels()) {
        float[] y = Images.dirty(out);
        new AddStep(a, b, out, 0.5f, 2f, kernels)
            .run(
                Images.toChannelsLast(a, left),
                Images.BASE,
                Images.toChannelsLast(b, right),
                Images.BASE,
                y,
                Images.BASE);
        Images.assertSame(out, y, expected, "sum of " + c + " channels");
      }
    }
  }

  @Test
  void concatenation() {
    Random random = new Random(42);
    ChannelsLastShape a = ChannelsLastShape.of(2, 5, 3, 4, 1);
    ChannelsLastShape b = ChannelsLastShape.of(2, 18, 3, 4, 0);
    ChannelsLastShape out = ChannelsLastShape.of(2, 23, 3, 4, 1);
    float[] left = Images.random(random, Images.denseSize(a));
    float[] right = Images.random(random, Images.denseSize(b));
    float[] y = Images.dirty(out);
    new ConcatStep(a, out, 0).run(Images.toChannelsLast(a, left), Images.BASE, y, Images.BASE);
    new ConcatStep(b, out, 5).run(Images.toChannelsLast(b, right), Images.BASE, y, Images.BASE);
    float[] expected = new float[left.length + right.length];
    for (int n = 0; n < 2; n++) {
      System.arraycopy(left, n * 60, expected, n * 276, 60);
      System.arraycopy(right, n * 216, expected, n * 276 + 60, 216);
    }
    Images.assertSame(out, y, expected, "concatenation");
  }

  @Test
  void pointwiseFunctionsKeepTheZeros() {
    Random random = new Random(43);
    for (int c : CHANNELS) {
      ChannelsLastShape in = ChannelsLastShape.of(1, c, 4, 5, 1);
      ChannelsLastShape out = ChannelsLastShape.of(1, c, 4, 5, 2);
      float[] dense = Images.random(random, Images.denseSize(in));
      for (Kernels kernels : Images.kernels()) {
        float[] expected = new float[dense.length];
        kernels.sigmoid(dense, 0, expected, 0, dense.length);
        float[] y = Images.dirty(out);
        new UnaryStep(in, out, kernels::sigmoid)
            .run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
        Images.assertSame(out, y, expected, "sigmoid");
      }
    }
  }

  @Test
  void channelAffine() {
    Random random = new Random(44);
    for (int c : CHANNELS) {
      ChannelsLastShape in = ChannelsLastShape.of(1, c, 4, 5, 1);
      float[] dense = Images.random(random, Images.denseSize(in));
      float[] scale = Images.random(random, c);
      float[] shift = Images.random(random, c);
      float[] expected = new float[dense.length];
      for (int i = 0; i < dense.length; i++) {
        float v = Math.fma(dense[i], scale[i / 20], shift[i / 20]);
        expected[i] = Math.max(0.25f, v);
      }
      for (Kernels kernels : Images.kernels()) {
        float[] y = Images.dirty(in);
        new ChannelAffineStep(in, in, scale, shift, 0.25f, Float.POSITIVE_INFINITY, kernels)
            .run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
        Images.assertSame(in, y, expected, "affine");
      }
    }
  }
}
