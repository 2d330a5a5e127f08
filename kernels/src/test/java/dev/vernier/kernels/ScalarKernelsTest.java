package dev.vernier.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the specification promises of special values and orders, on the kernels of this JVM. */
class ScalarKernelsTest {
  private static final int NEGATIVE_ZERO = 0x80000000;
  private final Kernels kernels = KernelsProvider.kernels();

  private float[] apply(java.util.function.BiConsumer<float[], float[]> kernel, float... x) {
    // Repeated beyond one vector, so that the first result comes from whole vectors.
    float[] wide = new float[x.length * 16];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = x[i % x.length];
    }
    float[] y = new float[wide.length];
    kernel.accept(wide, y);
    return y;
  }

  @Test
  void reluKeepsNaNAndNegativeZero() {
    float[] y = apply((x, r) -> kernels.relu(x, 0, r, 0, x.length), Float.NaN, -0f, -1f, 2f);
    assertThat(y[0]).isNaN();
    assertThat(Float.floatToRawIntBits(y[1])).isEqualTo(NEGATIVE_ZERO);
    assertThat(Float.floatToRawIntBits(y[2])).isZero();
    assertThat(y[3]).isEqualTo(2f);
  }

  @Test
  void clipKeepsNaNAndPrefersHighOverLow() {
    float[] y = apply((x, r) -> kernels.clip(x, 0, r, 0, x.length, 0f, 6f), Float.NaN, -3f, 9f, 1f);
    assertThat(y[0]).isNaN();
    assertThat(y[1]).isZero();
    assertThat(y[2]).isEqualTo(6f);
    assertThat(y[3]).isEqualTo(1f);
    float[] crossed = apply((x, r) -> kernels.clip(x, 0, r, 0, x.length, 5f, 2f), -3f, 9f);
    assertThat(crossed[0]).isEqualTo(2f);
    assertThat(crossed[1]).isEqualTo(2f);
  }

  @Test
  void minimumAndMaximumPropagateNaN() {
    assertThat(kernels.maximum(new float[] {1f, Float.NaN, 2f}, 0, 3)).isNaN();
    assertThat(kernels.minimum(new float[] {1f, 2f, Float.NaN}, 0, 3)).isNaN();
    assertThat(kernels.maximum(new float[0], 0, 0)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Float.floatToRawIntBits(kernels.minimum(new float[] {0f, -0f}, 0, 2)))
        .isEqualTo(NEGATIVE_ZERO);
  }

  @Test
  void sum16AddsBySixteenLanesAndOneTree() {
    Random random = new Random(3);
    float[] x = Samples.plain(random, 1000);
    float[] lane = new float[16];
    for (int i = 0; i < x.length; i++) {
      lane[i % 16] += x[i];
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lane[i] += lane[i + half];
      }
    }
    assertThat(kernels.sum16(x, 0, x.length)).isEqualTo(lane[0]);
    assertThat(Float.floatToRawIntBits(kernels.sum16(new float[] {-0f}, 0, 1))).isZero();
  }

  @Test
  void quantizeRoundsHalfToEvenAndSaturates() {
    float[] x = {0.5f, 1.5f, 2.5f, -0.5f, -1.5f, 300f, -300f, Float.NaN, 1e30f};
    byte[] q = new byte[x.length];
    kernels.quantize(x, 0, q, 0, x.length, 1f, 0, -128, 127);
    assertThat(q).containsExactly(0, 2, 2, 0, -2, 127, -128, -128, 127);
    kernels.quantize(x, 0, q, 0, x.length, 1f, 128, 0, 255);
    float[] back = new float[x.length];
    kernels.dequantize(q, 0, true, back, 0, x.length, 1f, 128);
    assertThat(back).containsExactly(0f, 2f, 2f, 0f, -2f, 127f, -128f, -128f, 127f);
  }

  @Test
  void orderedIntegersSortAsFloats() {
    float[] sorted = {
      Float.NEGATIVE_INFINITY, -2f, -Float.MIN_VALUE, -0f, 0f, 1e-30f, 3f, Float.POSITIVE_INFINITY
    };
    for (int i = 1; i < sorted.length; i++) {
      assertThat(Ordered.encode(sorted[i])).isGreaterThan(Ordered.encode(sorted[i - 1]));
      assertThat(Ordered.decode(Ordered.encode(sorted[i]))).isEqualTo(sorted[i]);
    }
    assertThat(Ordered.isFinite(Ordered.encode(Float.NaN))).isFalse();
    assertThat(Ordered.isFinite(Ordered.encode(Float.NEGATIVE_INFINITY))).isFalse();
    assertThat(Ordered.isFinite(Ordered.encode(-Float.MAX_VALUE))).isTrue();
  }

  @Test
  void convolutionResultsHaveNoNegativeZero() {
    float[] x = new float[7];
    float[] init = new float[kernels.panelWidth()];
    float[] y = new float[kernels.panelWidth()];
    java.util.Arrays.fill(init, -0f);
    int[] table = new int[Kernels.TILE_TABLE];
    kernels.tiles(
        1,
        kernels.panelWidth(),
        0,
        x,
        0,
        null,
        0,
        y,
        0,
        0,
        init,
        0,
        y,
        0,
        table,
        0,
        Float.NEGATIVE_INFINITY,
        Float.POSITIVE_INFINITY);
    assertThat(Float.floatToRawIntBits(y[0])).isZero();
  }

  @Test
  void histogramCountsLeadingBitsAndWidensBounds() {
    float[] x = {9f, 1f, 1f, -0f, 0f, -3f, 1.5f, 1f, 9f};
    int[] tables = new int[Kernels.HISTOGRAM_TABLES];
    int[] bounds = {Ordered.EMPTY_MIN, Ordered.EMPTY_MAX};
    kernels.histogram16(x, 1, 7, tables, bounds);
    assertThat(bounds).containsExactly(Ordered.encode(-3f), Ordered.encode(1.5f));
    assertThat(kernels.joinHistograms(tables, 127)).as("from 1 to 2").isEqualTo(4);
    assertThat(tables[0x3f80]).as("1").isEqualTo(3);
    assertThat(tables[0x3fc0]).as("1.5").isEqualTo(1);
    assertThat(kernels.joinHistograms(tables, 0)).as("zero").isEqualTo(1);
    assertThat(kernels.joinHistograms(tables, 256)).as("negative zero").isEqualTo(1);
    assertThat(kernels.joinHistograms(tables, 256 + 128)).as("from -4 to -2").isEqualTo(1);
    assertThat(kernels.joinHistograms(tables, 1)).as("nothing").isZero();
    int end = Kernels.HISTOGRAM_COPIES * Kernels.HISTOGRAM_STRIDE;
    assertThat(Arrays.stream(tables, 1 << 16, end).sum()).as("cleared").isZero();
  }

  @Test
  void addCountersTellsOfSumsBeyondTheLargestInt() {
    int[] y = {1, Integer.MAX_VALUE, 5};
    assertThat(kernels.addCounters(new int[] {7, 1, 2}, 1, y, 0, 1)).isNotNegative();
    assertThat(y).containsExactly(2, Integer.MAX_VALUE, 5);
    assertThat(kernels.addCounters(new int[] {7, 1, 2}, 1, y, 1, 2)).isNegative();
    assertThat(y).containsExactly(2, Integer.MIN_VALUE, 7);
  }
}
