package dev.vernier.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vector kernels against their specification, bit for bit (any NaN equals any NaN). */
class KernelsParityTest {
  private static final int OFFSET = 3;
  private static final Kernels SCALAR = KernelsProvider.scalar();
  private static Kernels vector;

  /** Runs one kernel over n elements of a and b from OFFSET on and returns what it wrote. */
  private interface Case {
    float[] run(Kernels kernels, float[] a, float[] b, int n);
  }

  /** A kernel that reads a and b and writes y. */
  private interface Elementwise {
    void run(Kernels kernels, float[] a, float[] b, float[] y, int n);
  }

  @BeforeAll
  static void vectorKernelsAreThere() {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "skipped: no Vector API in this JVM, start it with " + KernelsProvider.MODULE_FLAG);
    vector = KernelsProvider.kernels();
    assertThat(vector.name()).startsWith("vector-");
  }

  @Test
  void widthIsTheOneAskedFor() {
    String bits = System.getProperty(KernelsProvider.BITS);
    assumeTrue(bits != null, "skipped: no width asked for");
    assertThat(vector.name()).isEqualTo("vector-" + bits);
  }

  @TestFactory
  Stream<DynamicTest> elementwise() {
    Map<String, Elementwise> cases = new LinkedHashMap<>();
    int o = OFFSET;
    cases.put("add", (k, a, b, y, n) -> k.add(a, o, b, o, y, o, n));
    cases.put("sub", (k, a, b, y, n) -> k.sub(a, o, b, o, y, o, n));
    cases.put("mul", (k, a, b, y, n) -> k.mul(a, o, b, o, y, o, n));
    cases.put("div", (k, a, b, y, n) -> k.div(a, o, b, o, y, o, n));
    cases.put("min", (k, a, b, y, n) -> k.min(a, o, b, o, y, o, n));
    cases.put("max", (k, a, b, y, n) -> k.max(a, o, b, o, y, o, n));
    cases.put("addClip", (k, a, b, y, n) -> k.addClip(a, o, b, o, y, o, n, 0f, 6f));
    cases.put("scaleShift", (k, a, b, y, n) -> k.scaleShift(a, o, b, o, b, 0, y, o, n));
    cases.put("scaleShiftScalar", (k, a, b, y, n) -> k.scaleShiftScalar(a, o, 3f, b[0], y, o, n));
    cases.put("addScaled", (k, a, b, y, n) -> k.addScaled(a, o, 3f, addedTo(b, y, n), o, n));
    cases.put("addScalar", (k, a, b, y, n) -> k.addScalar(a, o, b[0], y, o, n));
    cases.put("subFromScalar", (k, a, b, y, n) -> k.subFromScalar(b[0], a, o, y, o, n));
    cases.put("mulScalar", (k, a, b, y, n) -> k.mulScalar(a, o, b[0], y, o, n));
    cases.put("divScalar", (k, a, b, y, n) -> k.divScalar(a, o, b[0], y, o, n));
    cases.put("divIntoScalar", (k, a, b, y, n) -> k.divIntoScalar(b[0], a, o, y, o, n));
    cases.put("minScalar", (k, a, b, y, n) -> k.minScalar(a, o, b[0], y, o, n));
    cases.put("maxScalar", (k, a, b, y, n) -> k.maxScalar(a, o, b[0], y, o, n));
    cases.put("neg", (k, a, b, y, n) -> k.neg(a, o, y, o, n));
    cases.put("abs", (k, a, b, y, n) -> k.abs(a, o, y, o, n));
    cases.put("relu", (k, a, b, y, n) -> k.relu(a, o, y, o, n));
    cases.put("clip", (k, a, b, y, n) -> k.clip(a, o, y, o, n, -0.5f, 2f));
    cases.put("leakyRelu", (k, a, b, y, n) -> k.leakyRelu(a, o, y, o, n, 0.1f));
    cases.put("sqrt", (k, a, b, y, n) -> k.sqrt(a, o, y, o, n));
    cases.put("reciprocal", (k, a, b, y, n) -> k.reciprocal(a, o, y, o, n));
    cases.put("exp", (k, a, b, y, n) -> k.exp(a, o, y, o, n));
    cases.put("log", (k, a, b, y, n) -> k.log(a, o, y, o, n));
    cases.put("log of magnitudes", KernelsParityTest::logOfMagnitudes);
    cases.put("tanh", (k, a, b, y, n) -> k.tanh(a, o, y, o, n));
    cases.put("sigmoid", (k, a, b, y, n) -> k.sigmoid(a, o, y, o, n));
    cases.put("silu", (k, a, b, y, n) -> k.silu(a, o, y, o, n));
    cases.put("erf", (k, a, b, y, n) -> k.erf(a, o, y, o, n));
    cases.put("gelu", (k, a, b, y, n) -> k.gelu(a, o, y, o, n));
    cases.put("hardSigmoid", (k, a, b, y, n) -> k.hardSigmoid(a, o, y, o, n, 0.2f, 0.5f));
    for (int e : new int[] {-3, -1, 0, 1, 2, 3, 4, 10}) {
      cases.put("power " + e, (k, a, b, y, n) -> k.power(a, o, y, o, n, e));
    }
    cases.put("softmaxRows", (k, a, b, y, n) -> k.softmaxRows(a, o, y, o, n % 7, n / 7));
    cases.put("softmaxRow", (k, a, b, y, n) -> k.softmaxRow(a, o, y, o, n));
    cases.put("logSoftmaxRow", (k, a, b, y, n) -> k.logSoftmaxRow(a, o, y, o, n));
    cases.put("layerNormRow", (k, a, b, y, n) -> k.layerNormRow(a, o, b, o, b, 0, y, o, n, 1e-5f));
    cases.put("fakeQuantize", (k, a, b, y, n) -> k.fakeQuantize(a, o, y, o, n, 0.1f, 7, -128, 127));
    cases.put(
        "requantize",
        (k, a, b, y, n) -> k.requantize(a, o, b.clone(), o, y, o, n / 21, n % 21, 21, -100, 90));
    cases.put("centredCodes", (k, a, b, y, n) -> k.centredCodes(a, o, y, o, n, 0.1f, -120, 135));
    cases.put(
        "rescale",
        (k, a, b, y, n) ->
            k.rescale(a, o, b.clone(), a.clone(), o, y, o, n / 21, n % 21, 21, -9, 8));
    cases.put(
        "mapCodes",
        (k, a, b, y, n) -> {
          float[] below = b.clone();
          float[] above = a.clone();
          k.mapCodes(a, o, below, above, below, o, y, o, n / 21, n % 21, 21, -100, 90);
        });
    CodeSum sum = new CodeSum(3, 128, 0.7f, 1.3f, -5.5f, 0, 255, 120);
    cases.put("addCodes", (k, a, b, y, n) -> k.addCodes(a, o, b, o, y, o, n, sum));
    cases.put("mulCodes", (k, a, b, y, n) -> k.mulCodes(a, o, b, o, y, o, n, 0.3f, 7, -128, 127));
    return cases.entrySet().stream().map(e -> test(e.getKey(), writes(e.getValue())));
  }

  /** The output, holding b first. */
  private static float[] addedTo(float[] b, float[] y, int n) {
    System.arraycopy(b, OFFSET, y, OFFSET, n);
    return y;
  }

  /** Among plain numbers, stretches without any that log must treat apart. */
  private static void logOfMagnitudes(Kernels k, float[] a, float[] b, float[] y, int n) {
    k.abs(a, OFFSET, y, OFFSET, n);
    k.log(y, OFFSET, y, OFFSET, n);
  }

  @TestFactory
  Stream<DynamicTest> reductions() {
    Map<String, Case> cases = new LinkedHashMap<>();
    int o = OFFSET;
    cases.put("sum16", (k, a, b, n) -> one(k.sum16(a, o, n)));
    cases.put("dot16", (k, a, b, n) -> one(k.dot16(a, o, b, o, n)));
    cases.put("squaredDeviation16", (k, a, b, n) -> one(k.squaredDeviation16(a, o, n, 0.25f)));
    cases.put("maximum", (k, a, b, n) -> one(k.maximum(a, o, n)));
    cases.put("minimum", (k, a, b, n) -> one(k.minimum(a, o, n)));
    cases.put("minMaxOrdered", KernelsParityTest::ordered);
    cases.put("histogram16", KernelsParityTest::histogram);
    cases.put("histogram16 of runs", (k, a, b, n) -> histogram(k, runs(a), b, n));
    cases.put("joinHistograms", KernelsParityTest::joinHistograms);
    cases.put("addCounters", KernelsParityTest::addCounters);
    cases.put("quantize bytes", KernelsParityTest::quantizeBytes);
    cases.put("quantize shorts", KernelsParityTest::quantizeShorts);
    return cases.entrySet().stream().map(e -> test(e.getKey(), e.getValue()));
  }

  private static DynamicTest test(String name, Case kernel) {
    return DynamicTest.dynamicTest(name, () -> assertParity(name, kernel));
  }

  private static void assertParity(String name, Case kernel) {
    Random random = new Random(name.hashCode());
    for (int n : Samples.LENGTHS) {
      for (int round = 0; round < 6; round++) {
        boolean wild = round % 2 == 0;
        float[] a = wild ? Samples.wild(random, n + 5) : Samples.plain(random, n + 5);
        float[] b = wild ? Samples.wild(random, n + 5) : Samples.plain(random, n + 5);
        int[] expected = bits(kernel.run(SCALAR, a, b, n));
        int[] actual = bits(kernel.run(vector, a, b, n));
        assertThat(actual).as("%s, n = %d, wild = %s", name, n, wild).isEqualTo(expected);
      }
    }
  }

  /** Bits with every NaN made the same. */
  static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToIntBits(x[i]);
    }
    return bits;
  }

  /** The kernel out of place and in place, with guards around the range it may write. */
  private static Case writes(Elementwise kernel) {
    return (k, a, b, n) -> {
      float[] y = new float[n + 5];
      Arrays.fill(y, 42f);
      kernel.run(k, a, b, y, n);
      float[] inPlace = a.clone();
      kernel.run(k, inPlace, b, inPlace, n);
      float[] both = Arrays.copyOf(y, 2 * y.length);
      System.arraycopy(inPlace, 0, both, y.length, y.length);
      return both;
    };
  }

  private static float[] one(float value) {
    return new float[] {value};
  }

  private static float[] ordered(Kernels k, float[] a, float[] b, int n) {
    int[] bounds = {Ordered.EMPTY_MIN, Ordered.EMPTY_MAX};
    k.minMaxOrdered(a, OFFSET, n, bounds);
    return new float[] {bounds[0] >> 16, bounds[0] & 0xffff, bounds[1] >> 16, bounds[1] & 0xffff};
  }

  private static float[] histogram(Kernels k, float[] a, float[] b, int n) {
    int[] tables = new int[Kernels.HISTOGRAM_TABLES];
    int[] bounds = {Ordered.EMPTY_MIN, Ordered.EMPTY_MAX};
    k.histogram16(a, OFFSET, n, tables, bounds);
    float[] counts = new float[(1 << 16) + 4];
    for (int i = 0; i < Kernels.HISTOGRAM_COPIES * Kernels.HISTOGRAM_STRIDE; i++) {
      int bin = i % Kernels.HISTOGRAM_STRIDE;
      if (bin < 1 << 16) {
        counts[bin] += tables[i];
      }
    }
    for (int i = 0; i < 2; i++) {
      counts[(1 << 16) + 2 * i] = bounds[i] >> 16;
      counts[(1 << 16) + 2 * i + 1] = bounds[i] & 0xffff;
    }
    return counts;
  }

  /** Stretches of equal values, a few others among them. */
  private static float[] runs(float[] a) {
    float[] y = a.clone();
    for (int i = 0; i < a.length; i++) {
      if (i % 97 != 0) {
        y[i] = a[i / 480 * 480];
      }
    }
    return y;
  }

  /** Bounds of numbers of one sign, of zeros, and with NaN of either sign. */
  @Test
  void histogramBoundsOfAnySigns() {
    float[][] numbers = {
      {1, 2.5f, 1e-30f},
      {-1, -2.5f, -1e-30f},
      {-0f},
      {0f, -0f},
      {-3, Float.intBitsToFloat(0xffc00001)},
      {3, Float.intBitsToFloat(0x7fc00001), Float.NEGATIVE_INFINITY}
    };
    for (float[] some : numbers) {
      float[] x = new float[OFFSET + 100];
      for (int i = 0; i < x.length; i++) {
        x[i] = some[i % some.length];
      }
      assertThat(bits(histogram(vector, x, x, 100))).isEqualTo(bits(histogram(SCALAR, x, x, 100)));
    }
  }

  @Test
  void histogramOfManyChunks() {
    float[] x = Samples.wild(new Random(7), 5 * Kernels.HISTOGRAM_CHUNK + 77);
    int n = x.length - OFFSET;
    assertThat(bits(histogram(vector, x, x, n))).isEqualTo(bits(histogram(SCALAR, x, x, n)));
  }

  private static float[] joinHistograms(Kernels k, float[] a, float[] b, int n) {
    int[] tables = new int[Kernels.HISTOGRAM_TABLES];
    for (int i = 0; i < tables.length; i++) {
      tables[i] = i % 4001;
    }
    int page = n % 512;
    float total = k.joinHistograms(tables, page);
    float[] y = new float[tables.length + 1];
    for (int i = 0; i < tables.length; i++) {
      y[i] = tables[i];
    }
    y[tables.length] = total;
    return y;
  }

  private static float[] addCounters(Kernels k, float[] a, float[] b, int n) {
    int[] x = new int[n + 5];
    int[] y = new int[n + 5];
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.floatToRawIntBits(a[i]) >>> 8;
      y[i] = Float.floatToRawIntBits(b[i]) >>> 1;
    }
    int signs = k.addCounters(x, OFFSET, y, OFFSET, n);
    float[] result = new float[2 * y.length + 1];
    for (int i = 0; i < y.length; i++) {
      result[2 * i] = y[i] >> 16;
      result[2 * i + 1] = y[i] & 0xffff;
    }
    result[2 * y.length] = signs < 0 ? 1 : 0;
    return result;
  }

  private static float[] quantizeBytes(Kernels k, float[] a, float[] b, int n) {
    byte[] q = new byte[n + 5];
    k.quantize(a, OFFSET, q, OFFSET, n, 0.05f, 3, 0, 255);
    float[] y = new float[n + 5];
    k.dequantize(q, OFFSET, true, y, OFFSET, n, 0.05f, 3);
    return y;
  }

  private static float[] quantizeShorts(Kernels k, float[] a, float[] b, int n) {
    short[] q = new short[n + 5];
    k.quantize(a, OFFSET, q, OFFSET, n, 0.001f, -5, -32768, 32767);
    float[] y = new float[n + 5];
    k.dequantize(q, OFFSET, false, y, OFFSET, n, 0.001f, -5);
    return y;
  }
}
