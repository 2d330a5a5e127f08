package dev.vernier.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Minimal filtering against plain filtering, and vectors against the specification. */
class WinogradTransformTest {
  private static final Kernels SCALAR = KernelsProvider.scalar();

  @Test
  void twoResultsOfWholeNumbersAreExact() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      float[] d = whole(random, 4);
      float[] g = whole(random, 3);
      assertThat(filtered(2, d, g)).containsExactly(direct(2, d, g));
    }
  }

  @Test
  void fourResultsAreWithinTheirRounding() {
    Random random = new Random(4);
    for (int round = 0; round < 200; round++) {
      float[] d = whole(random, 6);
      float[] g = whole(random, 3);
      float[] expected = direct(4, d, g);
      float[] actual = filtered(4, d, g);
      for (int i = 0; i < expected.length; i++) {
        // At most 300 in magnitude, each of some ten roundings with a few times 2^-24 of that.
        assertThat(actual[i]).isCloseTo(expected[i], within(3e-4f));
      }
    }
  }

  /** By hand: 1 2 3 4 5 6 filtered by 1 -1 2. */
  @Test
  void byHand() {
    float[] ramp = {1, 2, 3, 4, 5, 6};
    float[] taps = {1, -1, 2};
    assertThat(filtered(2, ramp, taps)).containsExactly(5, 7);
    float[] four = filtered(4, ramp, taps);
    float[] expected = {5, 7, 9, 11};
    for (int i = 0; i < four.length; i++) {
      assertThat(four[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  @Test
  void pointsAndTheirPowersAreExact() {
    double a = WinogradTransform.A;
    double b = WinogradTransform.B;
    assertThat((double) WinogradTransform.A2).isEqualTo(a * a);
    assertThat((double) WinogradTransform.A3).isEqualTo(a * a * a);
    assertThat((double) WinogradTransform.B2).isEqualTo(b * b);
    assertThat((double) WinogradTransform.B3).isEqualTo(b * b * b);
    assertThat((double) WinogradTransform.PRODUCT).isEqualTo(a * a * b * b);
    assertThat((double) WinogradTransform.SUM).isEqualTo(a * a + b * b);
  }

  @Test
  void vectorsDoWhatTheSpecificationSays() {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "skipped: no Vector API in this JVM, start it with " + KernelsProvider.MODULE_FLAG);
    Kernels vector = KernelsProvider.kernels();
    Random random = new Random(5);
    for (int round = 0; round < 120; round++) {
      int m = 2 + 2 * (round % 2);
      int n = vector.lanes() * (1 + random.nextInt(3));
      int count = 1 + random.nextInt(6);
      int step = n + random.nextInt(5);
      float[] x = round % 3 == 0 ? Samples.wild(random, 3000) : Samples.plain(random, 3000);
      float[] bias = Samples.plain(random, n + 2);
      float[] expected = Samples.plain(random, 3000);
      float[] actual = expected.clone();
      SCALAR.winogradInput(
          m, count, n, x, 5, (m + 2) * step, step, expected, 3, step, count * step);
      vector.winogradInput(m, count, n, x, 5, (m + 2) * step, step, actual, 3, step, count * step);
      assertSame(actual, expected);
      SCALAR.winogradOutput(m, count, n, x, 5, step, count * step, expected, 3, m * step, step);
      vector.winogradOutput(m, count, n, x, 5, step, count * step, actual, 3, m * step, step);
      assertSame(actual, expected);
      SCALAR.winogradResult(
          m, count, n, x, 5, step, count * step, bias, 2, expected, 3, m * step, step, -1f, 6f);
      vector.winogradResult(
          m, count, n, x, 5, step, count * step, bias, 2, actual, 3, m * step, step, -1f, 6f);
      assertSame(actual, expected);
    }
  }

  private static void assertSame(float[] actual, float[] expected) {
    assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
  }

  private static float[] whole(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(21) - 10;
    }
    return x;
  }

  /** One tile of one channel through the scalar kernels. */
  private static float[] filtered(int m, float[] d, float[] g) {
    float[] inputs = new float[m + 2];
    float[] results = new float[m];
    SCALAR.winogradInput(m, 1, 1, d, 0, 0, 1, inputs, 0, 0, 1);
    double[] factors = WinogradTransform.weights(m, g[0], g[1], g[2]);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] *= (float) factors[i];
    }
    SCALAR.winogradOutput(m, 1, 1, inputs, 0, 0, 1, results, 0, 0, 1);
    return results;
  }

  private static float[] direct(int m, float[] d, float[] g) {
    float[] results = new float[m];
    for (int i = 0; i < m; i++) {
      results[i] = d[i] * g[0] + d[i + 1] * g[1] + d[i + 2] * g[2];
    }
    return results;
  }
}
