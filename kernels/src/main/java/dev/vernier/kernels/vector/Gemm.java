package dev.vernier.kernels.vector;

import static dev.vernier.kernels.vector.Lanes.L;

import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.PackedMatrix;
import java.util.Arrays;

/**
 * Matrix multiplication from tiles. K is cut into chunks whose weight panel stays in the
 * first-level cache; a chunk continues from what the one before stored, which leaves the order
 * along K as it is.
 */
final class Gemm {
  /** Rows of a weight panel that stay in the first-level cache. */
  private static final int CHUNK = 256;

  /** From this many rows on, copying a panel costs less than its strided reads. */
  private static final int PACK_FROM_ROWS = 28;

  /** Up to this many rows, single rows over many columns beat a tile of repeated rows. */
  private static final int SINGLE_ROWS = 3;

  private static final int WIDTH = 2 * L;
  private static final float[] ZEROS = new float[4 * WIDTH];
  private static final float NONE_LOW = Float.NEGATIVE_INFINITY;
  private static final float NONE_HIGH = Float.POSITIVE_INFINITY;
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  /** What one thread needs to multiply: a packed panel, a tile of outputs, padded bias, offsets. */
  private static final class Scratch {
    final float[] panel = new float[CHUNK * WIDTH];
    final float[] tile = new float[Kernels.TILE_ROWS * WIDTH];
    final float[] bias = new float[WIDTH];
    final int[] table = new int[Kernels.TILE_TABLE];
  }

  /** The left matrix and the output; rows of the one give rows of the other. */
  private record Rows(int m, float[] a, int ao, int lda, float[] c, int co, int ldc) {}

  private Gemm() {}

  static void multiply(
      Kernels kernels,
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      int lda,
      float[] b,
      int bo,
      int ldb,
      float[] bias,
      int biasOffset,
      float[] c,
      int co,
      int ldc) {
    Rows rows = new Rows(m, a, ao, lda, c, co, ldc);
    Scratch scratch = SCRATCH.get();
    int j = 0;
    if (m <= SINGLE_ROWS) {
      int panels = n / WIDTH;
      singleRows(kernels, rows, k, panels, b, bo, ldb, WIDTH, bias, biasOffset);
      j = panels * WIDTH;
    }
    for (; j < n; j += WIDTH) {
      int width = Math.min(WIDTH, n - j);
      float[] start = startOf(scratch, bias, biasOffset + j, width);
      int so = start == bias ? biasOffset + j : 0;
      for (int k0 = 0; k0 < k || k0 == 0; k0 += CHUNK) {
        int depth = Math.min(CHUNK, k - k0);
        boolean pack = width < WIDTH || m >= PACK_FROM_ROWS;
        if (pack) {
          packPanel(scratch.panel, depth, b, bo + k0 * ldb + j, ldb, width);
        }
        float[] w = pack ? scratch.panel : b;
        int wo = pack ? 0 : bo + k0 * ldb + j;
        int ws = pack ? WIDTH : ldb;
        chunk(kernels, scratch, rows, j, width, k0, depth, w, wo, ws, k0 == 0 ? start : null, so);
      }
    }
  }

  static void multiplyPacked(
      Kernels kernels,
      int m,
      float[] a,
      int ao,
      int lda,
      PackedMatrix b,
      float[] bias,
      int biasOffset,
      float[] c,
      int co,
      int ldc) {
    Rows rows = new Rows(m, a, ao, lda, c, co, ldc);
    Scratch scratch = SCRATCH.get();
    int p = 0;
    if (m <= SINGLE_ROWS) {
      p = b.n() / WIDTH;
      singleRows(kernels, rows, b.k(), p, b.data(), 0, WIDTH, b.panelStep(), bias, biasOffset);
    }
    for (; p < b.panels(); p++) {
      int j = p * WIDTH;
      int width = Math.min(WIDTH, b.n() - j);
      float[] start = startOf(scratch, bias, biasOffset + j, width);
      int so = start == bias ? biasOffset + j : 0;
      for (int k0 = 0; k0 < b.k() || k0 == 0; k0 += CHUNK) {
        int depth = Math.min(CHUNK, b.k() - k0);
        int wo = p * b.panelStep() + k0 * WIDTH;
        float[] init = k0 == 0 ? start : null;
        chunk(kernels, scratch, rows, j, width, k0, depth, b.data(), wo, WIDTH, init, so);
      }
    }
  }

  private static void singleRows(
      Kernels kernels,
      Rows rows,
      int k,
      int panels,
      float[] b,
      int bo,
      int ws,
      int panelStep,
      float[] bias,
      int biasOffset) {
    for (int i = 0; i < rows.m(); i++) {
      int x = rows.ao() + i * rows.lda();
      int y = rows.co() + i * rows.ldc();
      if (bias == null) {
        Arrays.fill(rows.c(), y, y + panels * WIDTH, 0f);
      }
      kernels.rowPanels(
          panels,
          k,
          rows.a(),
          x,
          null,
          0,
          b,
          bo,
          ws,
          panelStep,
          bias,
          biasOffset,
          rows.c(),
          y,
          NONE_LOW,
          NONE_HIGH);
    }
  }

  /** The bias itself, or a copy padded to a whole panel, or zeros. */
  private static float[] startOf(Scratch scratch, float[] bias, int offset, int width) {
    if (bias == null) {
      return ZEROS;
    }
    if (width == WIDTH) {
      return bias;
    }
    System.arraycopy(bias, offset, scratch.bias, 0, width);
    return scratch.bias;
  }

  private static void packPanel(float[] panel, int depth, float[] b, int bo, int ldb, int width) {
    for (int i = 0; i < depth; i++) {
      System.arraycopy(b, bo + i * ldb, panel, i * WIDTH, width);
      if (width < WIDTH) {
        Arrays.fill(panel, i * WIDTH + width, (i + 1) * WIDTH, 0f);
      }
    }
  }

  /** All rows by one chunk of one panel. */
  private static void chunk(
      Kernels kernels,
      Scratch scratch,
      Rows rows,
      int j,
      int width,
      int k0,
      int depth,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io) {
    for (int i = 0; i < rows.m(); i += Kernels.TILE_ROWS) {
      int last = Math.min(Kernels.TILE_ROWS, rows.m() - i) - 1;
      int x = rows.ao() + i * rows.lda() + k0;
      int y = rows.co() + i * rows.ldc() + j;
      boolean whole = width == WIDTH;
      fillTable(scratch.table, last, rows.lda(), whole ? rows.ldc() : WIDTH);
      if (!whole && init == null) {
        copyTile(rows.c(), y, rows.ldc(), scratch.tile, 0, WIDTH, last, width);
      }
      kernels.tiles(
          1,
          WIDTH,
          depth,
          rows.a(),
          x,
          null,
          0,
          w,
          wo,
          ws,
          init,
          io,
          whole ? rows.c() : scratch.tile,
          whole ? y : 0,
          scratch.table,
          0,
          NONE_LOW,
          NONE_HIGH);
      if (!whole) {
        copyTile(scratch.tile, 0, WIDTH, rows.c(), y, rows.ldc(), last, width);
      }
    }
  }

  private static void fillTable(int[] table, int last, int lda, int ldc) {
    for (int r = 0; r < Kernels.TILE_ROWS; r++) {
      table[r] = Math.min(r, last) * lda;
      table[Kernels.TILE_ROWS + r] = Math.min(r, last) * ldc;
    }
  }

  private static void copyTile(
      float[] from, int fo, int lf, float[] to, int too, int lt, int last, int width) {
    for (int r = 0; r <= last; r++) {
      System.arraycopy(from, fo + r * lf, to, too + r * lt, width);
    }
  }
}
