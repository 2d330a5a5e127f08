package dev.vernier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.engine.channelslast.ChannelsLastShape;
import dev.vernier.engine.channelslast.ConvSpec;
import dev.vernier.engine.channelslast.ConvStep;
import dev.vernier.engine.channelslast.PackedConv;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bounds by hand, and whole numbers at the bounds. */
class ExactWinogradTest {
  private static final CodeRange UNSIGNED = range(0);
  private static final int SIZE = 8;

  private static CodeRange range(int zero) {
    return CodeRange.of(new CodeParameters(1f, zero, DataType.UINT8));
  }

  /**
   * All weights 127 and codes up to 255: the middle product is 9 * 127 / 4 times four codes a
   * channel, in quarters 1143 * 1020 = 1,165,860; fourteen channels stay below 2^24.
   */
  @Test
  void weightsOfOneSignReachTheBoundInTheMiddle() {
    assertThat(ExactWinograd.fits(filled(1, 14, 127), UNSIGNED)).isTrue();
    assertThat(ExactWinograd.fits(filled(1, 15, 127), UNSIGNED)).isFalse();
    assertThat(ExactWinograd.fits(filled(1, 14, -127), UNSIGNED)).isTrue();
    assertThat(ExactWinograd.fits(filled(1, 15, -127), UNSIGNED)).isFalse();
  }

  /** Codes from -128 to 127 are half as large, so that twice as many channels fit. */
  @Test
  void theRangeOfCodesCounts() {
    assertThat(ExactWinograd.fits(filled(1, 28, 127), range(128))).isTrue();
    assertThat(ExactWinograd.fits(filled(1, 29, 127), range(128))).isFalse();
    assertThat(ExactWinograd.fits(filled(1, 14, 127), CodeRange.ofAnyZeroPoint())).isTrue();
    assertThat(ExactWinograd.fits(filled(1, 15, 127), CodeRange.ofAnyZeroPoint())).isFalse();
  }

  /** One channel of many decides. */
  @Test
  void everyOutputChannelIsHeldAgainstTheBound() {
    Tensor weights = filled(5, 15, 100);
    assertThat(ExactWinograd.fits(weights, UNSIGNED)).isTrue();
    Arrays.fill(weights.floats(), 3 * 15 * 9, 4 * 15 * 9, 127);
    assertThat(ExactWinograd.fits(weights, UNSIGNED)).isFalse();
  }

  /** As many channels as fit, fed the least and largest codes in all patterns that come. */
  @Test
  void whatFitsIsAddedWithoutRounding() {
    Random random = new Random(77);
    for (int round = 0; round < 12; round++) {
      int zero = random.nextInt(256);
      int channels = 16;
      Tensor weights = random(random, channels, round % 3);
      while (ExactWinograd.fits(weights, range(zero)) && channels < 200) {
        channels += 8;
        weights = random(random, channels, round % 3);
      }
      while (!ExactWinograd.fits(weights, range(zero))) {
        channels--;
        weights = random(random, channels, round % 3);
      }
      assertSameBits(weights, codes(random, channels, zero, weights));
    }
  }

  private static Tensor filled(int out, int in, float value) {
    Tensor weights = Tensor.allocate(DataType.FLOAT, out, in, 3, 3);
    Arrays.fill(weights.floats(), value);
    return weights;
  }

  /** Weights of any sign, of one sign, or of one sign in each tap. */
  private static Tensor random(Random random, int in, int kind) {
    Tensor weights = filled(20, in, 0);
    for (int i = 0; i < weights.size(); i++) {
      int code = random.nextInt(256) - 128;
      int sign = i % 9 % 2 == 0 ? 1 : -1;
      weights.floats()[i] = kind == 0 ? code : Math.abs(code) * (kind == 1 ? 1 : sign);
    }
    return weights;
  }

  /**
   * Codes at the ends of their range, by the signs of one output channel's weights, or at random.
   */
  private static float[] codes(Random random, int channels, int zero, Tensor weights) {
    float[] x = new float[channels * SIZE * SIZE];
    for (int i = 0; i < x.length; i++) {
      int c = i / (SIZE * SIZE);
      boolean high =
          i % SIZE < SIZE / 2
              ? weights.floats()[c * 9 + i % SIZE % 3 + i / SIZE % 3 * 3] > 0
              : random.nextBoolean();
      x[i] = high ? 255 - zero : -zero;
    }
    return x;
  }

  private static void assertSameBits(Tensor weights, float[] dense) {
    for (Kernels kernels : new Kernels[] {KernelsProvider.scalar(), KernelsProvider.kernels()}) {
      float[] direct = run(weights, dense, 0, kernels);
      float[] tiles = run(weights, dense, 2, kernels);
      assertThat(tiles).isEqualTo(direct);
    }
  }

  private static float[] run(Tensor weights, float[] dense, int winograd, Kernels kernels) {
    int in = weights.dim(1);
    int out = weights.dim(0);
    ChannelsLastShape from = ChannelsLastShape.of(1, in, SIZE, SIZE, 1);
    ChannelsLastShape to = ChannelsLastShape.of(1, out, SIZE, SIZE, 0);
    float[] x = new float[from.floats()];
    for (int i = 0; i < dense.length; i++) {
      int pixel = i % (SIZE * SIZE);
      x[from.pixelOffset(0, pixel / SIZE, pixel % SIZE) + i / (SIZE * SIZE)] = dense[i];
    }
    float none = Float.POSITIVE_INFINITY;
    ConvSpec spec =
        new ConvSpec(
            in,
            out,
            1,
            3,
            3,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            1,
            weights.floats(),
            null,
            -none,
            none,
            Float.NaN);
    float[] y = new float[to.floats()];
    ConvStep.create(PackedConv.pack(spec, winograd, kernels), from, to, kernels).run(x, 0, y, 0);
    return y;
  }
}
