package dev.vernier.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Matrix, tile and window kernels: vector against scalar, and scalar against plain sums. */
class MatrixParityTest {
  private static final Kernels SCALAR = KernelsProvider.scalar();
  private static Kernels vector;

  @BeforeAll
  static void vectorKernelsAreThere() {
    assumeTrue(
        ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
        "skipped: no Vector API in this JVM, start it with " + KernelsProvider.MODULE_FLAG);
    vector = KernelsProvider.kernels();
  }

  @Test
  void gemmOfAwkwardShapes() {
    int[] sizes = {1, 2, 3, 4, 7, 8, 13, 16, 29, 33, 49, 70};
    Random random = new Random(7);
    for (int round = 0; round < 150; round++) {
      int m = sizes[random.nextInt(sizes.length)];
      int n = sizes[random.nextInt(sizes.length)] * (1 + random.nextInt(3));
      int k = round % 10 == 0 ? 515 : random.nextInt(40);
      assertGemm(random, m, n, k, round % 3 != 0);
    }
    assertGemm(random, 1, 300, 257, true);
    assertGemm(random, 3, 300, 256, false);
  }

  private static void assertGemm(Random random, int m, int n, int k, boolean biased) {
    int lda = k + 2;
    int ldb = n + 1;
    int ldc = n + 3;
    float[] a = Samples.plain(random, m * lda + 5);
    float[] b = Samples.plain(random, k * ldb + 5);
    float[] bias = biased ? Samples.plain(random, n + 2) : null;
    float[] expected = new float[m * ldc + 5];
    float[] actual = new float[m * ldc + 5];
    SCALAR.gemm(m, n, k, a, 1, lda, b, 2, ldb, bias, 2, expected, 3, ldc);
    vector.gemm(m, n, k, a, 1, lda, b, 2, ldb, bias, 2, actual, 3, ldc);
    assertThat(KernelsParityTest.bits(actual))
        .as("gemm %d x %d x %d", m, n, k)
        .isEqualTo(KernelsParityTest.bits(expected));
    PackedMatrix packed = PackedMatrix.pack(b, 2, ldb, 1, k, n, vector.panelWidth());
    for (Kernels kernels : new Kernels[] {SCALAR, vector}) {
      float[] result = new float[m * ldc + 5];
      kernels.gemmPacked(m, a, 1, lda, packed, bias, 2, result, 3, ldc);
      assertThat(KernelsParityTest.bits(result))
          .as("packed gemm %d x %d x %d, %s", m, n, k, kernels.name())
          .isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void tiles() {
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      int width = random.nextBoolean() ? vector.lanes() : vector.panelWidth();
      int depth = random.nextInt(50);
      int count = 1 + random.nextInt(3);
      int[] taps = round % 2 == 0 ? null : random.ints(depth + 2, 0, 300).toArray();
      float[] x = Samples.plain(random, 2000);
      float[] w = Samples.plain(random, (depth + 1) * (width + 3));
      float[] init = round % 3 == 0 ? null : Samples.plain(random, width + 4);
      int[] table = table(random, count, 7, width);
      float[] expected = Samples.plain(random, count * 7 * width + 100);
      float[] actual = expected.clone();
      SCALAR.tiles(
          count, width, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, expected, 6, table, 3, -1f,
          6f);
      vector.tiles(
          count, width, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, actual, 6, table, 3, -1f,
          6f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void wideTiles() {
    Random random = new Random(12);
    int width = 4 * vector.lanes();
    for (int round = 0; round < 100; round++) {
      int depth = random.nextInt(50);
      int count = 1 + random.nextInt(3);
      int[] taps = round % 2 == 0 ? null : random.ints(depth + 2, 0, 300).toArray();
      float[] x = Samples.plain(random, 2000);
      float[] w = Samples.plain(random, (depth + 1) * (width + 3));
      float[] init = round % 3 == 0 ? null : Samples.plain(random, width + 4);
      int[] table = table(random, count, 6, width);
      float[] expected = Samples.plain(random, count * 6 * width + 100);
      float[] actual = expected.clone();
      ScalarKernels.wideTiles(
          width, count, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, expected, 6, table, 3, -1f,
          6f);
      vector.wideTiles(
          count, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, actual, 6, table, 3, -1f, 6f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  /** Beyond what a cache holds, kernels read weights ahead; also up to the end of the array. */
  @Test
  void wideTilesOfManyWeights() {
    Random random = new Random(15);
    int width = 4 * vector.lanes();
    int depth = 96;
    float[] x = Samples.plain(random, 2000);
    float[] w = Samples.plain(random, 200 * 1024 + 3);
    float[] init = Samples.plain(random, width);
    for (int count = 1; count <= 9; count++) {
      int[] table = table(random, count, 6, width);
      int last = w.length - depth * width;
      for (int wo : new int[] {1, last - depth * width, last - 40, last}) {
        float[] expected = Samples.plain(random, count * 6 * width + 100);
        float[] actual = expected.clone();
        ScalarKernels.wideTiles(
            width, count, depth, x, 5, null, 0, w, wo, width, init, 0, expected, 6, table, 3, -1f,
            6f);
        vector.wideTiles(
            count, depth, x, 5, null, 0, w, wo, width, init, 0, actual, 6, table, 3, -1f, 6f);
        assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
      }
    }
  }

  @Test
  void rowTiles() {
    Random random = new Random(14);
    int lanes = vector.lanes();
    for (int round = 0; round < 90; round++) {
      int distance = new int[] {3, 6, 16}[round % 3];
      int depth = 2 * random.nextInt(30);
      int pixels = Kernels.ROW_TILE + random.nextInt(40);
      int[] taps = new int[depth + 3];
      for (int k = 3; k < taps.length; k += 2) {
        taps[k] = random.nextInt(500);
        taps[k + 1] = taps[k] + 1;
      }
      float[] x = Samples.plain(random, 1600);
      float[] w = Samples.plain(random, depth * lanes + 2);
      float[] bias = Samples.plain(random, lanes + 1);
      float[] expected = Samples.plain(random, pixels * (lanes + 5) + 10);
      float[] actual = expected.clone();
      int ys = lanes + 5;
      new ScalarOfLanes(lanes)
          .rowTiles(
              pixels, distance, depth, x, 4, taps, 3, w, 2, bias, 1, expected, 6, ys, -1f, 6f);
      vector.rowTiles(
          pixels, distance, depth, x, 4, taps, 3, w, 2, bias, 1, actual, 6, ys, -1f, 6f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  /** Random inputs, distinct outputs; the last tile repeats its fourth row. */
  private static int[] table(Random random, int count, int rows, int width) {
    int[] table = new int[3 + count * 2 * rows];
    for (int t = 0; t < count; t++) {
      for (int r = 0; r < rows; r++) {
        boolean repeat = t == count - 1 && r > 3;
        int in = 3 + t * 2 * rows + r;
        table[in] = repeat ? table[in - 1] : random.nextInt(1000);
        table[in + rows] = repeat ? table[in + rows - 1] : (t * rows + r) * width;
      }
    }
    return table;
  }

  @Test
  void rowPanels() {
    Random random = new Random(13);
    int width = vector.panelWidth();
    for (int round = 0; round < 100; round++) {
      int panels = 1 + random.nextInt(9);
      int depth = random.nextInt(60);
      int[] taps = round % 2 == 0 ? null : random.ints(depth + 2, 0, 300).toArray();
      float[] x = Samples.plain(random, 400);
      float[] w = Samples.plain(random, panels * depth * width + 9);
      float[] init = round % 3 == 0 ? null : Samples.plain(random, panels * width + 4);
      float[] expected = Samples.plain(random, panels * width + 10);
      float[] actual = expected.clone();
      ScalarKernels.rowPanels(
          width,
          panels,
          depth,
          x,
          5,
          taps,
          2,
          w,
          1,
          width,
          depth * width,
          init,
          4,
          expected,
          6,
          -1f,
          6f);
      vector.rowPanels(
          panels, depth, x, 5, taps, 2, w, 1, width, depth * width, init, 4, actual, 6, -1f, 6f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void depthwiseByTable() {
    Random random = new Random(17);
    for (int round = 0; round < 60; round++) {
      int n = vector.lanes() * (1 + random.nextInt(3));
      int count = 1 + random.nextInt(3);
      int[] taps = random.ints(1 + random.nextInt(12), 0, 200).toArray();
      float[] x = Samples.plain(random, 800);
      float[] w = Samples.plain(random, taps.length * n + 3);
      float[] bias = Samples.plain(random, n + 2);
      int[] table = new int[8 * count];
      for (int i = 0; i < table.length; i++) {
        table[i] = i % 8 < 4 ? random.nextInt(500) : (i / 8 * 4 + i % 4) * n;
      }
      float[] expected = new float[count * 4 * n + 9];
      float[] actual = expected.clone();
      SCALAR.depthwise(count, n, x, 1, taps, w, 3, n, bias, 2, expected, 5, table, 0, 0f, 6f);
      vector.depthwise(count, n, x, 1, taps, w, 3, n, bias, 2, actual, 5, table, 0, 0f, 6f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void depthwise3x3() {
    Random random = new Random(19);
    for (int round = 0; round < 60; round++) {
      int n = vector.lanes() * (1 + random.nextInt(3));
      int stride = 1 + round % 2;
      int pixels = 4 + random.nextInt(12);
      int rowStep = (pixels * stride + 3) * n;
      float[] x = Samples.plain(random, 3 * rowStep + 7);
      float[] w = Samples.plain(random, 9 * n + 3);
      float[] bias = Samples.plain(random, n + 2);
      float[] expected = new float[pixels * n + 9];
      float[] actual = expected.clone();
      SCALAR.depthwise3x3(
          pixels, stride, n, x, 1, n, rowStep, w, 3, n, bias, 2, expected, 5, n, 0f, 6f);
      vector.depthwise3x3(
          pixels, stride, n, x, 1, n, rowStep, w, 3, n, bias, 2, actual, 5, n, 0f, 6f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void taps() {
    Random random = new Random(23);
    for (int n : Samples.LENGTHS) {
      int[] taps = random.ints(12, 0, 300).toArray();
      float[] x = Samples.wild(random, n + 400);
      float[] expected = new float[2 * n + 4];
      float[] actual = expected.clone();
      for (int to = 3; to < 12; to++) {
        SCALAR.maxOfTaps(x, 7, taps, 3, to, expected, 1, n);
        vector.maxOfTaps(x, 7, taps, 3, to, actual, 1, n);
        SCALAR.meanOfTaps(x, 7, taps, 3, to, 9f, expected, n + 2, n);
        vector.meanOfTaps(x, 7, taps, 3, to, 9f, actual, n + 2, n);
        assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
      }
    }
  }

  @Test
  void transpose() {
    Random random = new Random(29);
    for (int round = 0; round < 40; round++) {
      int rows = random.nextInt(50);
      int cols = random.nextInt(50);
      float[] x = Samples.plain(random, rows * (cols + 2) + 3);
      float[] y = new float[cols * (rows + 1) + 3];
      vector.transpose(x, 3, cols + 2, y, 2, rows + 1, rows, cols);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
          assertThat(y[2 + j * (rows + 1) + i]).isEqualTo(x[3 + i * (cols + 2) + j]);
        }
      }
    }
  }

  @Test
  void codeTiles() {
    Random random = new Random(31);
    for (int round = 0; round < 300; round++) {
      int width = random.nextBoolean() ? vector.lanes() : vector.panelWidth();
      int depth = random.nextInt(50);
      int count = 1 + random.nextInt(3);
      int[] taps = round % 2 == 0 ? null : random.ints(depth + 2, 0, 300).toArray();
      float[] x = integers(random, 2000, 255);
      float[] w = integers(random, (depth + 1) * (width + 3), 127);
      float[] init = round % 3 == 0 ? null : integers(random, width + 4, 4000);
      float[] factors = factors(random, width + 2);
      int[] table = table(random, count, 7, width);
      float[] expected = integers(random, count * 7 * width + 100, 100000);
      float[] actual = expected.clone();
      SCALAR.codeTiles(
          count, width, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, expected, 6, table, 3,
          factors, 2, -128f, 97f);
      vector.codeTiles(
          count, width, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, actual, 6, table, 3,
          factors, 2, -128f, 97f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void wideCodeTiles() {
    Random random = new Random(32);
    int width = 4 * vector.lanes();
    Kernels specification = new ScalarOfLanes(vector.lanes());
    for (int round = 0; round < 100; round++) {
      int depth = random.nextInt(50);
      int count = 1 + random.nextInt(3);
      int[] taps = round % 2 == 0 ? null : random.ints(depth + 2, 0, 300).toArray();
      float[] x = integers(random, 2000, 255);
      float[] w = integers(random, (depth + 1) * (width + 3), 127);
      float[] init = round % 3 == 0 ? null : integers(random, width + 4, 4000);
      float[] factors = factors(random, width + 2);
      int[] table = table(random, count, 6, width);
      float[] expected = integers(random, count * 6 * width + 100, 100000);
      float[] actual = expected.clone();
      specification.wideCodeTiles(
          count, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, expected, 6, table, 3, factors, 2,
          0f, 255f);
      vector.wideCodeTiles(
          count, depth, x, 5, taps, 2, w, 1, width + 3, init, 4, actual, 6, table, 3, factors, 2,
          0f, 255f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void rowCodeTiles() {
    Random random = new Random(33);
    int lanes = vector.lanes();
    Kernels specification = new ScalarOfLanes(lanes);
    for (int round = 0; round < 90; round++) {
      int distance = new int[] {3, 6, 16}[round % 3];
      int depth = 2 * random.nextInt(30);
      int pixels = Kernels.ROW_TILE + random.nextInt(40);
      int[] taps = new int[depth + 3];
      for (int k = 3; k < taps.length; k += 2) {
        taps[k] = random.nextInt(500);
        taps[k + 1] = taps[k] + 1;
      }
      float[] x = integers(random, 1600, 255);
      float[] w = integers(random, depth * lanes + 2, 127);
      float[] bias = integers(random, lanes + 1, 4000);
      float[] factors = factors(random, lanes + 2);
      float[] expected = new float[pixels * (lanes + 5) + 10];
      float[] actual = expected.clone();
      int ys = lanes + 5;
      specification.rowCodeTiles(
          pixels, distance, depth, x, 4, taps, 3, w, 2, bias, 1, expected, 6, ys, factors, 2, -128f,
          127f);
      vector.rowCodeTiles(
          pixels, distance, depth, x, 4, taps, 3, w, 2, bias, 1, actual, 6, ys, factors, 2, -128f,
          127f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  @Test
  void codeDepthwise3x3() {
    Random random = new Random(34);
    for (int round = 0; round < 60; round++) {
      int n = vector.lanes() * (1 + random.nextInt(3));
      int stride = 1 + round % 2;
      int pixels = 4 + random.nextInt(12);
      int rowStep = (pixels * stride + 3) * n;
      float[] x = integers(random, 3 * rowStep + 7, 255);
      float[] w = integers(random, 9 * n + 3, 127);
      float[] bias = integers(random, n + 2, 4000);
      float[] factors = factors(random, n + 1);
      float[] expected = new float[pixels * n + 9];
      float[] actual = expected.clone();
      SCALAR.codeDepthwise3x3(
          pixels, stride, n, x, 1, n, rowStep, w, 3, n, bias, 2, expected, 5, n, factors, 1, -7f,
          120f);
      vector.codeDepthwise3x3(
          pixels, stride, n, x, 1, n, rowStep, w, 3, n, bias, 2, actual, 5, n, factors, 1, -7f,
          120f);
      assertThat(KernelsParityTest.bits(actual)).isEqualTo(KernelsParityTest.bits(expected));
    }
  }

  private static float[] integers(Random random, int n, int bound) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = random.nextInt(2 * bound + 1) - bound;
    }
    return values;
  }

  /** Some turn sums into halves, some exceed all bounds, some are zeros. */
  private static float[] factors(Random random, int n) {
    float[] kinds = {1f / 1024, 0.5f, 3e-5f, 1e-3f, 1e37f, 0f, -2e-4f};
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = kinds[random.nextInt(kinds.length)];
    }
    return values;
  }

  /** The specification for another number of lanes. */
  private static final class ScalarOfLanes extends ScalarKernels {
    private final int lanes;

    ScalarOfLanes(int lanes) {
      this.lanes = lanes;
    }

    @Override
    public int lanes() {
      return lanes;
    }
  }
}
