package dev.vernier.engine.channelslast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.kernels.Kernels;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Convolution steps against the definition, bit for bit, over random and chosen geometries. */
class ConvStepTest {
  private static final float NONE = Float.NaN;

  private record Geometry(ConvSpec spec, int n, int h, int w, int extraHalo, int outHalo) {
    ChannelsLastShape in() {
      int halo = spec.requiredHalo(h, w) + extraHalo;
      return ChannelsLastShape.of(n, spec.inChannels(), h, w, halo);
    }

    ChannelsLastShape out() {
      return ChannelsLastShape.of(
          n, spec.outChannels(), spec.outputHeight(h), spec.outputWidth(w), outHalo);
    }
  }

  @Test
  void randomGeometries() {
    Random random = new Random(20);
    for (int round = 0; round < 250; round++) {
      check(random, geometry(random), "round " + round);
    }
  }

  @Test
  void longSumsAreCutWithoutATrace() {
    Random random = new Random(21);
    check(random, plain(random, 300, 40, 1, 3, 1, 8, 9), "1 x 1 over 300 channels");
    check(random, plain(random, 64, 70, 1, 3, 3, 9, 8), "3 x 3 over 64 channels");
    check(random, plain(random, 128, 33, 1, 2, 3, 5, 7), "3 x 3 over 128 channels, batch");
    check(random, plain(random, 20, 24, 1, 1, 5, 7, 7), "5 x 5 over 20 channels, by taps");
    check(random, plain(random, 600, 300, 1, 1, 1, 1, 1), "one pixel");
    check(random, plain(random, 600, 300, 1, 9, 1, 1, 1), "one pixel, batch of nine");
    check(random, plain(random, 48, 70, 1, 1, 3, 1, 1), "one pixel by taps");
  }

  @Test
  void channelsThatFillNoVector() {
    Random random = new Random(22);
    for (int out : new int[] {1, 2, 3, 4, 5, 17, 24, 40, 65}) {
      check(random, plain(random, 3, out, 1, 1, 3, 9, 10), "3 to " + out);
      check(random, plain(random, 24, out, 1, 2, 1, 6, 5), "24 to " + out);
    }
  }

  @Test
  void rowsOfNeighbouringPixels() {
    Random random = new Random(26);
    check(random, plain(random, 3, 16, 1, 2, 3, 5, 37), "every pixel of three channels");
    check(random, plain(random, 16, 16, 1, 2, 3, 6, 33), "every pixel of sixteen channels");
    check(random, plain(random, 14, 9, 1, 1, 5, 3, 16), "every pixel of fourteen channels");
    check(random, plain(random, 15, 9, 1, 1, 3, 3, 20), "channels that are no pairs");
    check(random, plain(random, 16, 48, 1, 3, 1, 2, 18), "panels of two kinds, joined images");
    ConvSpec second = spec(random, 3, 8, 1, 3, 3, 2, 2, 1, 1, 0f, 6f, NONE);
    check(random, new Geometry(second, 2, 9, 41, 0, 1), "every second pixel of three channels");
    ConvSpec leaky = spec(random, 3, 16, 1, 3, 3, 1, 1, 1, 1, -9f, 9f, 0.2f);
    check(random, new Geometry(leaky, 2, 70, 45, 0, 1), "leaky");
  }

  @Test
  void depthwiseAndGroups() {
    Random random = new Random(23);
    for (int channels : new int[] {2, 4, 8, 16, 24, 40, 96}) {
      for (int size : new int[] {3, 5, 14, 15}) {
        check(random, plain(random, channels, channels, channels, 1, 3, size, size), "depthwise");
        check(random, plain(random, channels, channels, channels, 2, 5, size, 6), "depthwise 5");
        check(random, plain(random, channels, channels, 2, 1, 3, size, 7), "two groups");
        check(random, plain(random, channels, 2 * channels, channels, 1, 3, size, 7), "doubling");
      }
    }
  }

  @Test
  void unusedChannelsStayZeroUnderAClipThatMovesZero() {
    Random random = new Random(24);
    ConvSpec spec = spec(random, 3, 20, 1, 3, 3, 1, 1, 1, 1, 0.5f, 2f, NONE);
    check(random, new Geometry(spec, 1, 6, 6, 0, 1), "clip above zero");
    ConvSpec depthwise = spec(random, 20, 20, 20, 3, 3, 1, 1, 1, 1, -2f, -0.5f, NONE);
    check(random, new Geometry(depthwise, 1, 6, 6, 0, 1), "clip below zero");
  }

  @Test
  void writesASliceOfAWiderBuffer() {
    Random random = new Random(25);
    for (Kernels kernels : Images.kernels()) {
      ConvSpec spec = spec(random, 16, 48, 1, 1, 1, 1, 1, 0, 1, 0f, 6f, NONE);
      ChannelsLastShape in = ChannelsLastShape.of(1, 16, 5, 6, 0);
      ChannelsLastShape out = new ChannelsLastShape(1, 48, 5, 6, 1, 80);
      float[] dense = Images.random(random, Images.denseSize(in));
      float[] y = new float[out.floats() + Images.BASE];
      java.util.Arrays.fill(y, 3f);
      ConvStep.create(spec, in, out, kernels)
          .run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
      float[] expected = Images.toChannelsLast(out, reference(spec, in, dense));
      for (int i = 0; i < out.floats(); i++) {
        float wanted = i % 80 < 48 ? expected[Images.BASE + i] : 3f;
        assertThat(y[Images.BASE + i]).isEqualTo(wanted);
      }
    }
  }

  @Test
  void sumsBecomeCodes() {
    Random random = new Random(27);
    for (int round = 0; round < 60; round++) {
      checkCodes(random, geometry(random), "round " + round);
    }
    for (int channels : new int[] {3, 16, 40, 70, 130}) {
      checkCodes(random, plain(random, 16, channels, 1, 2, 3, 9, 18), "16 to " + channels);
      checkCodes(random, plain(random, channels, channels, channels, 2, 3, 9, 7), "depthwise");
      checkCodes(random, plain(random, 300, channels, 1, 1, 1, 5, 5), "long sums");
      checkCodes(random, plain(random, 200, channels, 1, 2, 1, 1, 1), "one pixel");
    }
    checkCodes(random, plain(random, 3, 32, 1, 1, 3, 20, 20), "first layer");
  }

  private static void checkCodes(Random random, Geometry g, String what) {
    ConvSpec s = g.spec();
    ConvSpec spec =
        new ConvSpec(
            s.inChannels(),
            s.outChannels(),
            s.group(),
            s.kh(),
            s.kw(),
            s.strideH(),
            s.strideW(),
            s.padTop(),
            s.padLeft(),
            s.padBottom(),
            s.padRight(),
            s.dilationH(),
            s.dilationW(),
            s.weights(),
            s.bias(),
            Float.NEGATIVE_INFINITY,
            Float.POSITIVE_INFINITY,
            NONE);
    ChannelsLastShape in = g.in();
    ChannelsLastShape out = g.out();
    float[] factors = new float[s.outChannels()];
    for (int c = 0; c < factors.length; c++) {
      factors[c] = random.nextFloat() * 40;
    }
    float[] dense = Images.random(random, Images.denseSize(in));
    float[] expected = reference(spec, in, dense);
    int plane = out.h() * out.w();
    for (int i = 0; i < expected.length; i++) {
      float units = expected[i] * factors[i / plane % out.c()];
      expected[i] = (float) Math.rint(Math.min(Math.max(units, -60f), 127f)) + 0f;
    }
    Requantization codes = new Requantization(factors, -60f, 127f);
    for (Kernels kernels : Images.kernels()) {
      PackedConv packed = PackedConv.pack(spec, kernels);
      float[] y = Images.dirty(out);
      ConvStep.toCodes(packed, in, out, codes, kernels)
          .run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
      Images.assertSame(out, y, expected, what + ", " + kernels.name() + ", " + describe(g));
    }
  }

  @Test
  void codesHaveAZero() {
    assertThatThrownBy(() -> new Requantization(new float[3], 1f, 255f))
        .hasMessageContaining("no zero");
  }

  @Test
  void refusesWhatDoesNotFit() {
    ConvSpec spec = spec(new Random(1), 3, 8, 1, 3, 3, 1, 1, 1, 1, 0f, 6f, NONE);
    Kernels kernels = Images.kernels().get(0);
    ChannelsLastShape narrow = ChannelsLastShape.of(1, 3, 6, 6, 0);
    ChannelsLastShape out = ChannelsLastShape.of(1, 8, 6, 6, 0);
    assertThatThrownBy(() -> ConvStep.create(spec, narrow, out, kernels))
        .hasMessageContaining("halo too small");
    ChannelsLastShape in = ChannelsLastShape.of(1, 3, 6, 6, 1);
    ChannelsLastShape wrong = ChannelsLastShape.of(1, 8, 5, 6, 0);
    assertThatThrownBy(() -> ConvStep.create(spec, in, wrong, kernels))
        .hasMessageContaining("output size");
    assertThatThrownBy(
            () -> new ConvSpec(3, 8, 1, 3, 3, 1, 1, 0, 0, 0, 0, 1, 1, new float[5], null, 0, 0, 0))
        .hasMessageContaining("expected 216 values, got 5");
  }

  private static Geometry geometry(Random random) {
    int group = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1;
    int in = group * (1 + random.nextInt(random.nextBoolean() ? 4 : 40));
    int out = group * (1 + random.nextInt(random.nextBoolean() ? 4 : 70));
    if (random.nextInt(4) == 0) {
      group = in;
      out = in;
    }
    int kh = 1 + random.nextInt(4);
    int kw = 1 + random.nextInt(4);
    int[] clip = {random.nextInt(3), random.nextInt(4)};
    ConvSpec spec =
        new ConvSpec(
            in,
            out,
            group,
            kh,
            kw,
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            1 + random.nextInt(2),
            1 + random.nextInt(2),
            Images.random(random, out * (in / group) * kh * kw),
            random.nextInt(5) == 0 ? null : Images.random(random, out),
            clip[0] == 0 ? 0f : Float.NEGATIVE_INFINITY,
            clip[0] == 0 ? 6f : Float.POSITIVE_INFINITY,
            clip[1] == 0 ? 0.1f : NONE);
    int h = 8 + random.nextInt(12);
    int w = 8 + random.nextInt(12);
    int n = 1 + random.nextInt(3);
    return new Geometry(spec, n, h, w, random.nextInt(2), random.nextInt(3));
  }

  private static Geometry plain(
      Random random, int in, int out, int group, int n, int kernel, int h, int w) {
    ConvSpec spec =
        spec(random, in, out, group, kernel, kernel, 1, 1, kernel / 2, 1, -1f, 3f, NONE);
    return new Geometry(spec, n, h, w, 0, 1);
  }

  private static ConvSpec spec(
      Random random,
      int in,
      int out,
      int group,
      int kh,
      int kw,
      int strideH,
      int strideW,
      int pad,
      int dilation,
      float low,
      float high,
      float slope) {
    return new ConvSpec(
        in,
        out,
        group,
        kh,
        kw,
        strideH,
        strideW,
        pad,
        pad,
        pad,
        pad,
        dilation,
        dilation,
        Images.random(random, out * (in / group) * kh * kw),
        Images.random(random, out),
        low,
        high,
        slope);
  }

  private static void check(Random random, Geometry g, String what) {
    ConvSpec spec = g.spec();
    ChannelsLastShape in = g.in();
    ChannelsLastShape out = g.out();
    float[] dense = Images.random(random, Images.denseSize(in));
    float[] expected = reference(spec, in, dense);
    for (Kernels kernels : Images.kernels()) {
      ConvStep step = ConvStep.create(PackedConv.pack(spec, kernels), in, out, kernels);
      float[] y = Images.dirty(out);
      step.run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
      Images.assertSame(out, y, expected, what + ", " + kernels.name() + ", " + describe(g));
    }
  }

  private static String describe(Geometry g) {
    ConvSpec s = g.spec();
    return "%d to %d channels, %d groups, %d x %d, stride %d %d, %d x %d"
        .formatted(
            s.inChannels(),
            s.outChannels(),
            s.group(),
            s.kh(),
            s.kw(),
            s.strideH(),
            s.strideW(),
            g.h(),
            g.w());
  }

  /** The definition of {@link ConvSpec}, on dense arrays, padding left out. */
  private static float[] reference(ConvSpec s, ChannelsLastShape in, float[] x) {
    int oh = s.outputHeight(in.h());
    int ow = s.outputWidth(in.w());
    float[] y = new float[in.n() * s.outChannels() * oh * ow];
    for (int i = 0; i < y.length; i++) {
      int ox = i % ow;
      int oy = i / ow % oh;
      int oc = i / (ow * oh) % s.outChannels();
      int image = i / (ow * oh * s.outChannels());
      y[i] = activated(s, sum(s, in, x, image, oc, oy, ox) + 0f);
    }
    return y;
  }

  private static float sum(
      ConvSpec s, ChannelsLastShape in, float[] x, int image, int oc, int oy, int ox) {
    int perGroup = s.inChannels() / s.group();
    int first = oc / (s.outChannels() / s.group()) * perGroup;
    float acc = s.bias() == null ? 0f : s.bias()[oc];
    for (int ky = 0; ky < s.kh(); ky++) {
      for (int kx = 0; kx < s.kw(); kx++) {
        int iy = oy * s.strideH() - s.padTop() + ky * s.dilationH();
        int ix = ox * s.strideW() - s.padLeft() + kx * s.dilationW();
        if (iy < 0 || iy >= in.h() || ix < 0 || ix >= in.w()) {
          continue;
        }
        for (int c = 0; c < perGroup; c++) {
          float value = x[((image * in.c() + first + c) * in.h() + iy) * in.w() + ix];
          acc = Math.fma(value, s.weight(oc, c, ky, kx), acc);
        }
      }
    }
    return acc;
  }

  private static float activated(ConvSpec s, float value) {
    float v = !Float.isNaN(s.leakySlope()) && value < 0f ? value * s.leakySlope() : value;
    v = v < s.clipLow() ? s.clipLow() : v;
    return s.clipHigh() < v ? s.clipHigh() : v;
  }
}
