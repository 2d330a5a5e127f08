package dev.vernier.kernels;

import java.util.Arrays;

/**
 * The specification of every kernel, as plain loops; also what runs where the Vector API is absent.
 * Not final: the vector form inherits what gains nothing from lanes.
 */
public class ScalarKernels implements Kernels {
  private static final int TRANSPOSE_BLOCK = 16;
  private static final ThreadLocal<float[]> LANES =
      ThreadLocal.withInitial(() -> new float[REDUCTION_LANES]);

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int lanes() {
    return 16;
  }

  @Override
  public void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] + b[bo + i];
    }
  }

  @Override
  public void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] - b[bo + i];
    }
  }

  @Override
  public void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] * b[bo + i];
    }
  }

  @Override
  public void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] / b[bo + i];
    }
  }

  @Override
  public void min(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.min(a[ao + i], b[bo + i]);
    }
  }

  @Override
  public void max(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(a[ao + i], b[bo + i]);
    }
  }

  @Override
  public void addClip(
      float[] a, int ao, float[] b, int bo, float[] y, int yo, int n, float low, float high) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.clip(a[ao + i] + b[bo + i], low, high);
    }
  }

  @Override
  public void scaleShift(
      float[] x, int xo, float[] scale, int so, float[] shift, int to, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i], scale[so + i], shift[to + i]);
    }
  }

  @Override
  public void addScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] + s;
    }
  }

  @Override
  public void mulScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] * s;
    }
  }

  @Override
  public void divScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = a[ao + i] / s;
    }
  }

  @Override
  public void minScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.min(a[ao + i], s);
    }
  }

  @Override
  public void maxScalar(float[] a, int ao, float s, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.max(a[ao + i], s);
    }
  }

  @Override
  public void subFromScalar(float s, float[] a, int ao, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = s - a[ao + i];
    }
  }

  @Override
  public void divIntoScalar(float s, float[] a, int ao, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = s / a[ao + i];
    }
  }

  @Override
  public void scaleShiftScalar(
      float[] x, int xo, float scale, float shift, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i], scale, shift);
    }
  }

  @Override
  public void addScaled(float[] x, int xo, float scale, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.fma(x[xo + i], scale, y[yo + i]);
    }
  }

  @Override
  public void neg(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = -x[xo + i];
    }
  }

  @Override
  public void abs(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = Math.abs(x[xo + i]);
    }
  }

  @Override
  public void relu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] < 0f ? 0f : x[xo + i];
    }
  }

  @Override
  public void clip(float[] x, int xo, float[] y, int yo, int n, float low, float high) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.clip(x[xo + i], low, high);
    }
  }

  @Override
  public void leakyRelu(float[] x, int xo, float[] y, int yo, int n, float slope) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] < 0f ? x[xo + i] * slope : x[xo + i];
    }
  }

  @Override
  public void sqrt(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = (float) Math.sqrt(x[xo + i]);
    }
  }

  @Override
  public void reciprocal(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = 1f / x[xo + i];
    }
  }

  @Override
  public void exp(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.exp(x[xo + i]);
    }
  }

  @Override
  public void log(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.log(x[xo + i]);
    }
  }

  @Override
  public void tanh(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.tanh(x[xo + i]);
    }
  }

  @Override
  public void sigmoid(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.sigmoid(x[xo + i]);
    }
  }

  @Override
  public void silu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = x[xo + i] * FloatFunctions.sigmoid(x[xo + i]);
    }
  }

  @Override
  public void erf(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.erf(x[xo + i]);
    }
  }

  @Override
  public void gelu(float[] x, int xo, float[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.gelu(x[xo + i]);
    }
  }

  @Override
  public void hardSigmoid(float[] x, int xo, float[] y, int yo, int n, float alpha, float beta) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.clip(Math.fma(alpha, x[xo + i], beta), 0f, 1f);
    }
  }

  @Override
  public void power(float[] x, int xo, float[] y, int yo, int n, int exponent) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = FloatFunctions.power(x[xo + i], exponent);
    }
  }

  @Override
  public float sum16(float[] x, int xo, int n) {
    float[] lane = lanes16();
    Arrays.fill(lane, 0f);
    for (int i = 0; i < n; i++) {
      lane[i & 15] = lane[i & 15] + x[xo + i];
    }
    return tree(lane);
  }

  @Override
  public float dot16(float[] a, int ao, float[] b, int bo, int n) {
    float[] lane = lanes16();
    Arrays.fill(lane, 0f);
    for (int i = 0; i < n; i++) {
      lane[i & 15] = Math.fma(a[ao + i], b[bo + i], lane[i & 15]);
    }
    return tree(lane);
  }

  @Override
  public float squaredDeviation16(float[] x, int xo, int n, float mean) {
    float[] lane = lanes16();
    Arrays.fill(lane, 0f);
    for (int i = 0; i < n; i++) {
      float d = x[xo + i] - mean;
      lane[i & 15] = Math.fma(d, d, lane[i & 15]);
    }
    return tree(lane);
  }

  /** This thread's array for the 16 lanes of a reduction, with what the last one left in it. */
  protected static float[] lanes16() {
    return LANES.get();
  }

  /** The fixed tree over 16 lanes of {@link Kernels#sum16}; overwrites them. */
  public static float tree(float[] lane) {
    for (int half = REDUCTION_LANES / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        lane[i] += lane[i + half];
      }
    }
    return lane[0] + 0f;
  }

  @Override
  public float maximum(float[] x, int xo, int n) {
    float result = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      result = Math.max(result, x[xo + i]);
    }
    return result;
  }

  @Override
  public float minimum(float[] x, int xo, int n) {
    float result = Float.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      result = Math.min(result, x[xo + i]);
    }
    return result;
  }

  @Override
  public void gemm(
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
    for (int i = 0; i < m; i++) {
      int row = co + i * ldc;
      for (int j = 0; j < n; j++) {
        c[row + j] = bias == null ? 0f : bias[biasOffset + j];
      }
      for (int q = 0; q < k; q++) {
        fmaRow(a[ao + i * lda + q], b, bo + q * ldb, c, row, n);
      }
      addScalar(c, row, 0f, c, row, n);
    }
  }

  private static void fmaRow(float s, float[] b, int bo, float[] c, int co, int n) {
    for (int j = 0; j < n; j++) {
      c[co + j] = Math.fma(s, b[bo + j], c[co + j]);
    }
  }

  @Override
  public void gemmPacked(
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
    int width = b.panelWidth();
    for (int p = 0; p < b.panels(); p++) {
      int j = p * width;
      gemm(
          m,
          Math.min(width, b.n() - j),
          b.k(),
          a,
          ao,
          lda,
          b.data(),
          p * b.panelStep(),
          width,
          bias,
          biasOffset + j,
          c,
          co + j,
          ldc);
    }
  }

  @Override
  public void transpose(
      float[] x, int xo, int ldx, float[] y, int yo, int ldy, int rows, int cols) {
    for (int i0 = 0; i0 < rows; i0 += TRANSPOSE_BLOCK) {
      for (int j0 = 0; j0 < cols; j0 += TRANSPOSE_BLOCK) {
        int height = Math.min(TRANSPOSE_BLOCK, rows - i0);
        int width = Math.min(TRANSPOSE_BLOCK, cols - j0);
        transposeBlock(x, xo + i0 * ldx + j0, ldx, y, yo + j0 * ldy + i0, ldy, height, width);
      }
    }
  }

  private static void transposeBlock(
      float[] x, int xo, int ldx, float[] y, int yo, int ldy, int rows, int cols) {
    int i = 0;
    for (; i + 4 <= rows; i += 4) {
      transposeFour(x, xo + i * ldx, ldx, y, yo + i, ldy, cols);
    }
    for (; i < rows; i++) {
      for (int j = 0; j < cols; j++) {
        y[yo + j * ldy + i] = x[xo + i * ldx + j];
      }
    }
  }

  /** Four rows at a time: a loop over the rows inside would mostly start and end. */
  private static void transposeFour(
      float[] x, int a, int ldx, float[] y, int yo, int ldy, int cols) {
    int b = a + ldx;
    int c = b + ldx;
    int d = c + ldx;
    int to = yo;
    for (int j = 0; j < cols; j++) {
      y[to] = x[a + j];
      y[to + 1] = x[b + j];
      y[to + 2] = x[c + j];
      y[to + 3] = x[d + j];
      to += ldy;
    }
  }

  @Override
  public void tiles(
      int count,
      int width,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    tiles(
        TILE_ROWS, count, width, depth, x, xo, taps, to, w, wo, ws, init, io, y, yo, table, ro, low,
        high);
  }

  @Override
  public void wideTiles(
      int count,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    wideTiles(
        4 * lanes(),
        count,
        depth,
        x,
        xo,
        taps,
        to,
        w,
        wo,
        ws,
        init,
        io,
        y,
        yo,
        table,
        ro,
        low,
        high);
  }

  /** {@link Kernels#wideTiles} for any number of columns that is a multiple of four. */
  public static void wideTiles(
      int width,
      int count,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    tiles(
        WIDE_ROWS, count, width, depth, x, xo, taps, to, w, wo, ws, init, io, y, yo, table, ro, low,
        high);
  }

  private static void tiles(
      int rows,
      int count,
      int width,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] init,
      int io,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    for (int t = 0; t < count; t++) {
      int in = ro + t * 2 * rows;
      int out = in + rows;
      for (int r = 0; r < rows; r++) {
        if (r > 0 && table[out + r] == table[out + r - 1]) {
          continue;
        }
        int xr = xo + table[in + r];
        int yr = yo + table[out + r];
        for (int j = 0; j < width; j += 4) {
          float[] start = init == null ? y : init;
          int so = (init == null ? yr : io) + j;
          fourColumns(depth, x, xr, taps, to, w, wo + j, ws, start, so, y, yr + j, low, high);
        }
      }
    }
  }

  /** Four outputs at once: four independent chains hide the latency of one. */
  private static void fourColumns(
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      float[] start,
      int so,
      float[] y,
      int yo,
      float low,
      float high) {
    float a0 = start[so];
    float a1 = start[so + 1];
    float a2 = start[so + 2];
    float a3 = start[so + 3];
    int q = wo;
    for (int k = 0; k < depth; k++) {
      float s = x[xo + (taps == null ? k : taps[to + k])];
      a0 = Math.fma(s, w[q], a0);
      a1 = Math.fma(s, w[q + 1], a1);
      a2 = Math.fma(s, w[q + 2], a2);
      a3 = Math.fma(s, w[q + 3], a3);
      q += ws;
    }
    y[yo] = FloatFunctions.clip(a0 + 0f, low, high);
    y[yo + 1] = FloatFunctions.clip(a1 + 0f, low, high);
    y[yo + 2] = FloatFunctions.clip(a2 + 0f, low, high);
    y[yo + 3] = FloatFunctions.clip(a3 + 0f, low, high);
  }

  @Override
  public void rowTiles(
      int pixels,
      int distance,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      float low,
      float high) {
    int lanes = lanes();
    for (int p = 0; p < pixels; p++) {
      int from = xo + p * distance;
      int at = yo + p * ys;
      for (int j = 0; j < lanes; j += 4) {
        fourColumns(depth, x, from, taps, to, w, wo + j, lanes, bias, bo + j, y, at + j, low, high);
      }
    }
  }

  @Override
  public void rowPanels(
      int panels,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      int panelStep,
      float[] init,
      int io,
      float[] y,
      int yo,
      float low,
      float high) {
    rowPanels(
        panelWidth(),
        panels,
        depth,
        x,
        xo,
        taps,
        to,
        w,
        wo,
        ws,
        panelStep,
        init,
        io,
        y,
        yo,
        low,
        high);
  }

  /** {@link Kernels#rowPanels} for any panel width that is a multiple of four. */
  public static void rowPanels(
      int width,
      int panels,
      int depth,
      float[] x,
      int xo,
      int[] taps,
      int to,
      float[] w,
      int wo,
      int ws,
      int panelStep,
      float[] init,
      int io,
      float[] y,
      int yo,
      float low,
      float high) {
    for (int p = 0; p < panels; p++) {
      for (int j = 0; j < width; j += 4) {
        int column = p * width + j;
        float[] start = init == null ? y : init;
        int so = (init == null ? yo : io) + column;
        int weights = wo + p * panelStep + j;
        fourColumns(depth, x, xo, taps, to, w, weights, ws, start, so, y, yo + column, low, high);
      }
    }
  }

  @Override
  public void winogradInput(
      int outputs,
      int count,
      int n,
      float[] x,
      int xo,
      int xs,
      int xe,
      float[] y,
      int yo,
      int ys,
      int ye) {
    for (int i = 0; i < count * n; i++) {
      int at = i / n;
      int c = i % n;
      WinogradTransform.input(outputs, x, xo + at * xs + c, xe, y, yo + at * ys + c, ye);
    }
  }

  @Override
  public void winogradOutput(
      int outputs,
      int count,
      int n,
      float[] x,
      int xo,
      int xs,
      int xe,
      float[] y,
      int yo,
      int ys,
      int ye) {
    for (int i = 0; i < count * n; i++) {
      int at = i / n;
      int c = i % n;
      WinogradTransform.output(outputs, x, xo + at * xs + c, xe, y, yo + at * ys + c, ye);
    }
  }

  @Override
  public void winogradResult(
      int outputs,
      int count,
      int n,
      float[] x,
      int xo,
      int xs,
      int xe,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      int ye,
      float low,
      float high) {
    winogradOutput(outputs, count, n, x, xo, xs, xe, y, yo, ys, ye);
    for (int i = 0; i < count * outputs; i++) {
      int row = yo + i / outputs * ys + i % outputs * ye;
      add(y, row, bias, bo, y, row, n);
      clip(y, row, y, row, n, low, high);
    }
  }

  @Override
  public void depthwise(
      int count,
      int n,
      float[] x,
      int xo,
      int[] taps,
      float[] w,
      int wo,
      int ws,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float low,
      float high) {
    for (int i = 0; i < count; i++) {
      for (int p = 0; p < 4; p++) {
        int xp = xo + table[ro + 8 * i + p];
        int yp = yo + table[ro + 8 * i + 4 + p];
        for (int c = 0; c < n; c++) {
          float acc = bias[bo + c];
          for (int t = 0; t < taps.length; t++) {
            acc = Math.fma(x[xp + taps[t] + c], w[t * ws + wo + c], acc);
          }
          y[yp + c] = FloatFunctions.clip(acc + 0f, low, high);
        }
      }
    }
  }

  @Override
  public void depthwise3x3(
      int pixels,
      int stride,
      int n,
      float[] x,
      int xo,
      int xs,
      int rowStep,
      float[] w,
      int wo,
      int ws,
      float[] bias,
      int bo,
      float[] y,
      int yo,
      int ys,
      float low,
      float high) {
    for (int p = 0; p < pixels; p++) {
      for (int c = 0; c < n; c++) {
        float acc = bias[bo + c];
        for (int t = 0; t < 9; t++) {
          int q = xo + t / 3 * rowStep + (p * stride + t % 3) * xs + c;
          acc = Math.fma(x[q], w[t * ws + wo + c], acc);
        }
        y[yo + p * ys + c] = FloatFunctions.clip(acc + 0f, low, high);
      }
    }
  }

  @Override
  public void maxOfTaps(float[] x, int xo, int[] taps, int from, int to, float[] y, int yo, int n) {
    for (int c = 0; c < n; c++) {
      float result = Float.NEGATIVE_INFINITY;
      for (int t = from; t < to; t++) {
        result = Math.max(result, x[xo + taps[t] + c]);
      }
      y[yo + c] = result;
    }
  }

  @Override
  public void meanOfTaps(
      float[] x, int xo, int[] taps, int from, int to, float divisor, float[] y, int yo, int n) {
    for (int c = 0; c < n; c++) {
      float sum = 0f;
      for (int t = from; t < to; t++) {
        sum += x[xo + taps[t] + c];
      }
      y[yo + c] = sum / divisor;
    }
  }

  @Override
  public void quantize(
      float[] x, int xo, byte[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    float least = low - zeroPoint;
    float most = high - zeroPoint;
    int shift = zeroPoint - FloatFunctions.ROUNDER_BITS;
    for (int i = 0; i < n; i++) {
      y[yo + i] = (byte) (Float.floatToRawIntBits(rounded(x[xo + i] / scale, least, most)) + shift);
    }
  }

  @Override
  public void quantize(
      float[] x, int xo, short[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    float least = low - zeroPoint;
    float most = high - zeroPoint;
    int shift = zeroPoint - FloatFunctions.ROUNDER_BITS;
    for (int i = 0; i < n; i++) {
      y[yo + i] =
          (short) (Float.floatToRawIntBits(rounded(x[xo + i] / scale, least, most)) + shift);
    }
  }

  /** Clamped between the integers least and most, NaN to least, and rounded by the ROUNDER. */
  public static float rounded(float x, float least, float most) {
    float v = x > least ? x : least;
    v = v < most ? v : most;
    return v + FloatFunctions.ROUNDER;
  }

  @Override
  public void dequantize(
      byte[] x, int xo, boolean unsigned, float[] y, int yo, int n, float scale, int zeroPoint) {
    int mask = unsigned ? 0xff : -1;
    for (int i = 0; i < n; i++) {
      y[yo + i] = ((x[xo + i] & mask) - zeroPoint) * scale;
    }
  }

  @Override
  public void dequantize(
      short[] x, int xo, boolean unsigned, float[] y, int yo, int n, float scale, int zeroPoint) {
    int mask = unsigned ? 0xffff : -1;
    for (int i = 0; i < n; i++) {
      y[yo + i] = ((x[xo + i] & mask) - zeroPoint) * scale;
    }
  }

  @Override
  public void fakeQuantize(
      float[] x, int xo, float[] y, int yo, int n, float scale, int zeroPoint, int low, int high) {
    float least = low - zeroPoint;
    float most = high - zeroPoint;
    for (int i = 0; i < n; i++) {
      y[yo + i] = (rounded(x[xo + i] / scale, least, most) - FloatFunctions.ROUNDER) * scale;
    }
  }

  @Override
  public void requantize(
      float[] x,
      int xo,
      float[] factors,
      int fo,
      float[] y,
      int yo,
      int rows,
      int n,
      int step,
      float low,
      float high) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        float units = x[xo + r * step + i] * factors[fo + i];
        y[yo + r * step + i] = rounded(units, low, high) - FloatFunctions.ROUNDER;
      }
    }
  }

  @Override
  public void centredCodes(
      float[] x, int xo, float[] y, int yo, int n, float scale, float low, float high) {
    for (int i = 0; i < n; i++) {
      y[yo + i] = rounded(x[xo + i] / scale, low, high) - FloatFunctions.ROUNDER;
    }
  }

  @Override
  public void rescale(
      float[] x,
      int xo,
      float[] factors,
      float[] shifts,
      int fo,
      float[] y,
      int yo,
      int rows,
      int n,
      int step,
      float low,
      float high) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        float v = x[xo + r * step + i] * factors[fo + i] + shifts[fo + i];
        v = v < low ? low : v;
        y[yo + r * step + i] = high < v ? high : v;
      }
    }
  }

  @Override
  public void mapCodes(
      float[] x,
      int xo,
      float[] below,
      float[] above,
      float[] shift,
      int po,
      float[] y,
      int yo,
      int rows,
      int n,
      int step,
      float low,
      float high) {
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < n; i++) {
        float v = x[xo + r * step + i];
        float mapped = Math.fma(v, v < 0f ? below[po + i] : above[po + i], shift[po + i]);
        y[yo + r * step + i] = rounded(mapped, low, high) - FloatFunctions.ROUNDER;
      }
    }
  }

  @Override
  public void addCodes(
      float[] a, int ao, float[] b, int bo, float[] y, int yo, int n, CodeSum sum) {
    for (int i = 0; i < n; i++) {
      float second = Math.fma(b[bo + i] + sum.zeroB(), sum.ratioB(), sum.fixed());
      float both = Math.fma(a[ao + i] + sum.zeroA(), sum.ratioA(), second);
      y[yo + i] = rounded(both, sum.low(), sum.high()) - FloatFunctions.ROUNDER - sum.zero();
    }
  }

  @Override
  public void mulCodes(
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] y,
      int yo,
      int n,
      float factor,
      float zero,
      float low,
      float high) {
    for (int i = 0; i < n; i++) {
      float product = a[ao + i] * b[bo + i] * factor + zero;
      y[yo + i] = rounded(product, low, high) - FloatFunctions.ROUNDER - zero;
    }
  }

  @Override
  public void histogram16(float[] x, int xo, int n, int[] tables, int[] bounds) {
    int whole = n & -HISTOGRAM_COPIES;
    for (int i = 0; i < whole; i += HISTOGRAM_COPIES) {
      tables[bin(x[xo + i])]++;
      tables[HISTOGRAM_STRIDE + bin(x[xo + i + 1])]++;
      tables[2 * HISTOGRAM_STRIDE + bin(x[xo + i + 2])]++;
      tables[3 * HISTOGRAM_STRIDE + bin(x[xo + i + 3])]++;
    }
    for (int i = whole; i < n; i++) {
      tables[bin(x[xo + i])]++;
    }
    minMaxOrdered(x, xo, n, bounds);
  }

  private static int bin(float value) {
    return Float.floatToRawIntBits(value) >>> 16;
  }

  @Override
  public int joinHistograms(int[] tables, int page) {
    int total = 0;
    int from = page * HISTOGRAM_PAGE;
    for (int i = from; i < from + HISTOGRAM_PAGE; i++) {
      int count = 0;
      for (int j = i; j < HISTOGRAM_COPIES * HISTOGRAM_STRIDE; j += HISTOGRAM_STRIDE) {
        count += tables[j];
        tables[j] = 0;
      }
      tables[i] = count;
      total += count;
    }
    return total;
  }

  @Override
  public int addCounters(int[] x, int xo, int[] y, int yo, int n) {
    int signs = 0;
    for (int i = 0; i < n; i++) {
      y[yo + i] += x[xo + i];
      signs |= y[yo + i];
    }
    return signs;
  }

  @Override
  public void minMaxOrdered(float[] x, int xo, int n, int[] bounds) {
    int low = bounds[0];
    int high = bounds[1];
    for (int i = 0; i < n; i++) {
      int ordered = Ordered.encode(x[xo + i]);
      low = Math.min(low, ordered);
      high = Math.max(high, ordered);
    }
    bounds[0] = low;
    bounds[1] = high;
  }
}
