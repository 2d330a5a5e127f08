package dev.vernier.engine.channelslast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.kernels.WinogradTransform;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Convolutions by Winograd's filtering: bit for bit as {@link WinogradProducts} defines them, tile
 * by tile, and within rounding of the definition of a convolution.
 */
class WinogradStepTest {
  private static final float NONE = Float.NaN;
  private static final Kernels SCALAR = KernelsProvider.scalar();

  private record Geometry(ConvSpec spec, int n, int h, int w, int extraHalo, int outHalo) {}

  @Test
  void randomGeometries() {
    Random random = new Random(50);
    for (int round = 0; round < 60; round++) {
      int in = 5 + random.nextInt(60);
      int out = 5 + random.nextInt(90);
      float slope = random.nextInt(4) == 0 ? 0.1f : NONE;
      ConvSpec spec = spec(random, in, out, random.nextInt(3), random.nextInt(3), slope);
      int h = 3 + random.nextInt(12);
      int w = 3 + random.nextInt(12);
      int n = 1 + random.nextInt(3);
      check(random, new Geometry(spec, n, h, w, random.nextInt(2), random.nextInt(2)));
    }
  }

  @Test
  void longSumsAndManyPanels() {
    Random random = new Random(51);
    check(random, new Geometry(spec(random, 300, 200, 1, 1, NONE), 1, 7, 9, 0, 1));
    check(random, new Geometry(spec(random, 128, 64, 1, 1, NONE), 2, 14, 14, 0, 0));
  }

  @Test
  void blocksOfSomeRowsAndOfPartsOfARow() {
    Random random = new Random(52);
    check(random, new Geometry(spec(random, 64, 64, 1, 1, NONE), 1, 60, 58, 0, 0));
    check(random, new Geometry(spec(random, 64, 48, 1, 1, 0.2f), 2, 6, 900, 0, 1));
  }

  @Test
  void addsAnImage() {
    Random random = new Random(53);
    ConvSpec spec = plain(random, 24, 40);
    ChannelsLastShape in = ChannelsLastShape.of(2, 24, 10, 11, 1);
    ChannelsLastShape out = ChannelsLastShape.of(2, 40, 10, 11, 1);
    ChannelsLastShape added = ChannelsLastShape.of(2, 40, 10, 11, 0);
    float[] dense = Images.random(random, Images.denseSize(in));
    float[] other = Images.random(random, Images.denseSize(added));
    for (int m = 2; m <= 4; m += 2) {
      float[] expected = tiled(m, spec, in, dense);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = Math.min(3f, Math.max(-1f, expected[i] + other[i]));
      }
      for (Kernels kernels : Images.kernels()) {
        PackedConv packed = PackedConv.pack(spec, m, kernels);
        ConvStep step = ConvStep.adding(packed, in, added, out, -1f, 3f, kernels);
        float[] y = Images.dirty(out);
        step.run(
            Images.toChannelsLast(in, dense),
            Images.BASE,
            Images.toChannelsLast(added, other),
            Images.BASE,
            y,
            Images.BASE,
            dirtyScratch(step));
        Images.assertSame(out, y, expected, "sum, F(" + m + "), " + kernels.name());
      }
    }
  }

  @Test
  void writesASliceOfAWiderBuffer() {
    Random random = new Random(54);
    ConvSpec spec = plain(random, 16, 48);
    ChannelsLastShape in = ChannelsLastShape.of(1, 16, 6, 5, 1);
    ChannelsLastShape out = new ChannelsLastShape(1, 48, 6, 5, 1, 80);
    float[] dense = Images.random(random, Images.denseSize(in));
    for (Kernels kernels : Images.kernels()) {
      float[] y = new float[out.floats() + Images.BASE];
      Arrays.fill(y, 3f);
      ConvStep step = ConvStep.create(PackedConv.pack(spec, 4, kernels), in, out, kernels);
      step.run(Images.toChannelsLast(in, dense), Images.BASE, y, Images.BASE);
      float[] expected = Images.toChannelsLast(out, tiled(4, spec, in, dense));
      for (int i = 0; i < out.floats(); i++) {
        float wanted = i % 80 < 48 ? expected[Images.BASE + i] : 3f;
        assertThat(y[Images.BASE + i]).isEqualTo(wanted);
      }
    }
  }

  /** F(2 x 2, 3 x 3) multiplies by halves and quarters only: whole numbers stay exact. */
  @Test
  void wholeNumbersAreExactInTilesOfTwo() {
    Random random = new Random(55);
    float[] weights = new float[32 * 24 * 9];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = 4 * (random.nextInt(9) - 4);
    }
    ConvSpec spec = spec(24, 32, weights, null);
    ChannelsLastShape in = ChannelsLastShape.of(1, 24, 9, 8, 1);
    float[] dense = new float[Images.denseSize(in)];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = random.nextInt(256) - 128;
    }
    float[] exact = tiled(2, spec, in, dense);
    double[] reference = direct(spec, in, dense);
    for (int i = 0; i < exact.length; i++) {
      assertThat((double) exact[i]).isEqualTo(reference[i]);
    }
  }

  @Test
  void isChosenByShapesAlone() {
    assertThat(Winograd.outputs(64, 64, 56, 56)).isEqualTo(4);
    assertThat(Winograd.outputs(256, 256, 14, 14)).isEqualTo(2);
    assertThat(Winograd.outputs(512, 512, 7, 7)).isZero();
    assertThat(Winograd.outputs(3, 64, 224, 224)).isZero();
    Random random = new Random(56);
    float[] weights = Images.random(random, 64 * 32 * 9);
    ConvSpec grouped =
        new ConvSpec(64, 64, 2, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, weights, null, 0f, 6f, NONE);
    assertThat(Winograd.outputs(grouped, 56, 56)).isZero();
    ConvSpec strided =
        new ConvSpec(32, 64, 1, 3, 3, 2, 1, 1, 1, 1, 1, 1, 1, weights, null, 0f, 6f, NONE);
    assertThat(Winograd.outputs(strided, 56, 56)).isZero();
  }

  private static void check(Random random, Geometry g) {
    ConvSpec spec = g.spec();
    int halo = spec.requiredHalo(g.h(), g.w()) + g.extraHalo();
    ChannelsLastShape in = ChannelsLastShape.of(g.n(), spec.inChannels(), g.h(), g.w(), halo);
    int h = spec.outputHeight(g.h());
    int w = spec.outputWidth(g.w());
    ChannelsLastShape out = ChannelsLastShape.of(g.n(), spec.outChannels(), h, w, g.outHalo());
    float[] dense = Images.random(random, Images.denseSize(in));
    double[] exact = direct(spec, in, dense);
    for (int m = 2; m <= 4; m += 2) {
      float[] expected = tiled(m, spec, in, dense);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) expected[i])
            .isCloseTo(exact[i], within(2e-5 * Math.sqrt(9.0 * spec.inChannels())));
        expected[i] = activated(spec, expected[i]);
      }
      for (Kernels kernels : Images.kernels()) {
        PackedConv packed = PackedConv.pack(spec, m, kernels);
        ConvStep step = ConvStep.create(packed, in, out, kernels);
        float[] y = Images.dirty(out);
        float[] x = Images.toChannelsLast(in, dense);
        step.run(x, Images.BASE, null, 0, y, Images.BASE, dirtyScratch(step));
        Images.assertSame(out, y, expected, "F(" + m + "), " + kernels.name() + ", " + g);
      }
    }
  }

  private static float[] dirtyScratch(ConvStep step) {
    float[] scratch = new float[step.scratchFloats()];
    Arrays.fill(scratch, NONE);
    return scratch;
  }

  private static ConvSpec plain(Random random, int in, int out) {
    float[] weights = Images.random(random, out * in * 9);
    return spec(in, out, weights, Images.random(random, out));
  }

  private static ConvSpec spec(Random random, int in, int out, int top, int right, float slope) {
    float[] weights = Images.random(random, out * in * 9);
    float[] bias = random.nextInt(4) == 0 ? null : Images.random(random, out);
    float low = Float.isNaN(slope) ? -3f : Float.NEGATIVE_INFINITY;
    return new ConvSpec(
        in, out, 1, 3, 3, 1, 1, top, 1, 1, right, 1, 1, weights, bias, low, 40f, slope);
  }

  private static ConvSpec spec(int in, int out, float[] weights, float[] bias) {
    float none = Float.POSITIVE_INFINITY;
    return new ConvSpec(in, out, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, weights, bias, -none, none, NONE);
  }

  private static float activated(ConvSpec s, float value) {
    float v = !Float.isNaN(s.leakySlope()) && value < 0f ? value * s.leakySlope() : value;
    v = v < s.clipLow() ? s.clipLow() : v;
    return s.clipHigh() < v ? s.clipHigh() : v;
  }

  /** The definition of a convolution in doubles. */
  private static double[] direct(ConvSpec s, ChannelsLastShape in, float[] x) {
    int h = s.outputHeight(in.h());
    int w = s.outputWidth(in.w());
    double[] y = new double[in.n() * s.outChannels() * h * w];
    for (int i = 0; i < y.length; i++) {
      int oc = i / (w * h) % s.outChannels();
      int image = i / (w * h * s.outChannels());
      y[i] = s.bias() == null ? 0 : s.bias()[oc];
      for (int t = 0; t < 9; t++) {
        for (int c = 0; c < s.inChannels(); c++) {
          int iy = i / w % h - s.padTop() + t / 3;
          int ix = i % w - s.padLeft() + t % 3;
          y[i] += (double) at(in, x, image, c, iy, ix) * s.weight(oc, c, t / 3, t % 3);
        }
      }
    }
    return y;
  }

  private static float at(ChannelsLastShape in, float[] x, int image, int c, int y, int column) {
    boolean inside = y >= 0 && y < in.h() && column >= 0 && column < in.w();
    return inside ? x[((image * in.c() + c) * in.h() + y) * in.w() + column] : 0f;
  }

  /** Tile by tile and channel by channel, without activation. */
  private static float[] tiled(int m, ConvSpec s, ChannelsLastShape in, float[] x) {
    int h = s.outputHeight(in.h());
    int w = s.outputWidth(in.w());
    float[] y = new float[in.n() * s.outChannels() * h * w];
    float[][] factors = factors(m, s);
    int side = m + 2;
    for (int image = 0; image < in.n(); image++) {
      for (int top = 0; top < h; top += m) {
        for (int left = 0; left < w; left += m) {
          float[][] inputs = new float[s.inChannels()][];
          for (int c = 0; c < inputs.length; c++) {
            inputs[c] = inputs(m, in, x, image, c, top - s.padTop(), left - s.padLeft());
          }
          for (int oc = 0; oc < s.outChannels(); oc++) {
            float[] sums = new float[side * side];
            for (int c = 0; c < inputs.length; c++) {
              float[] weights = factors[oc * inputs.length + c];
              for (int p = 0; p < sums.length; p++) {
                sums[p] = Math.fma(inputs[c][p], weights[p], sums[p]);
              }
            }
            float bias = s.bias() == null ? 0f : s.bias()[oc];
            float[] tile = results(m, sums);
            for (int i = 0; i < m * m; i++) {
              int row = top + i / m;
              int column = left + i % m;
              if (row < h && column < w) {
                y[((image * s.outChannels() + oc) * h + row) * w + column] = tile[i] + bias + 0f;
              }
            }
          }
        }
      }
    }
    return y;
  }

  /** The transformed weights of every pair of output and input channel. */
  private static float[][] factors(int m, ConvSpec s) {
    int side = m + 2;
    float[][] factors = new float[s.outChannels() * s.inChannels()][side * side];
    for (int i = 0; i < factors.length; i++) {
      int o = i / s.inChannels();
      int c = i % s.inChannels();
      for (int column = 0; column < side; column++) {
        double[] taps = new double[3];
        for (int r = 0; r < 3; r++) {
          taps[r] =
              WinogradTransform.weights(
                  m, s.weight(o, c, r, 0), s.weight(o, c, r, 1), s.weight(o, c, r, 2))[column];
        }
        double[] whole = WinogradTransform.weights(m, taps[0], taps[1], taps[2]);
        for (int row = 0; row < side; row++) {
          factors[i][row * side + column] = (float) whole[row];
        }
      }
    }
    return factors;
  }

  /** Rows, then columns, of the inputs of a tile. */
  private static float[] inputs(
      int m, ChannelsLastShape in, float[] x, int image, int c, int top, int left) {
    int side = m + 2;
    float[] d = new float[side * side];
    for (int i = 0; i < d.length; i++) {
      d[i] = at(in, x, image, c, top + i / side, left + i % side);
    }
    float[] rows = new float[side * side];
    float[] both = new float[side * side];
    for (int r = 0; r < side; r++) {
      SCALAR.winogradInput(m, 1, 1, d, r * side, 0, 1, rows, r * side, 0, 1);
    }
    for (int column = 0; column < side; column++) {
      SCALAR.winogradInput(m, 1, 1, rows, column, 0, side, both, column, 0, side);
    }
    return both;
  }

  /** Columns, then rows, of the products of a tile. */
  private static float[] results(int m, float[] sums) {
    int side = m + 2;
    float[] columns = new float[m * side];
    float[] both = new float[m * m];
    for (int column = 0; column < side; column++) {
      SCALAR.winogradOutput(m, 1, 1, sums, column, 0, side, columns, column, 0, side);
    }
    for (int r = 0; r < m; r++) {
      SCALAR.winogradOutput(m, 1, 1, columns, r * side, 0, 1, both, r * m, 0, 1);
    }
    return both;
  }
}
