package dev.vernier.kernels;

/**
 * Arithmetic over ranges of plain arrays. Every method states its exact order of operations, so
 * that all implementations give the same bits on every machine; only the payload and sign of a NaN
 * are unspecified. Implementations are stateless and safe for use by many threads.
 *
 * <p>Element-wise methods take a range of {@code n} elements from each array; the output range may
 * be exactly an input range (in place) but must not overlap one otherwise. {@code n} may be 0.
 */
public interface Kernels {
  /** Rows of one matrix tile, see {@link #tiles}. */
  int TILE_ROWS = 7;

  /** Entries of the row table that one tile uses: its input offsets, then its output offsets. */
  int TILE_TABLE = 2 * TILE_ROWS;

  /** Rows of one wide tile, see {@link #wideTiles}. */
  int WIDE_ROWS = 6;

  /** Tables that {@link #histogram16} spreads its counts over, so that equal values do not wait. */
  int HISTOGRAM_COPIES = 4;

  /**
   * Ints from one table to the next: the counters of all leading 16 bits, and enough to keep those
   * of equal values apart in the low address bits by which processors tell stores from loads.
   */
  int HISTOGRAM_STRIDE = (1 << 16) + 272;

  /** Values of which a histogram kernel may keep the counters' places at a time: 16 KiB of them. */
  int HISTOGRAM_CHUNK = 4096;

  /** Ints in the tables of {@link #histogram16}; behind the last table is room for a kernel. */
  int HISTOGRAM_TABLES = HISTOGRAM_COPIES * HISTOGRAM_STRIDE + HISTOGRAM_CHUNK;

  /** Bins of one sign and exponent. */
  int HISTOGRAM_PAGE = 128;

  /** Lower bound of a clip that bounds nothing. */
  float NO_LOW = Float.NEGATIVE_INFINITY;

  /** Upper bound of a clip that bounds nothing. */
  float NO_HIGH = Float.POSITIVE_INFINITY;

  /** Virtual lanes of the reductions, whatever the hardware has. */
  int REDUCTION_LANES = 16;

  /** Short name for logs: {@code scalar}, {@code vector-512}, ... */
  String name();

  /** Floats per hardware vector; the scalar implementation answers 16. */
  int lanes();

  /** Columns of a full weight panel: two vectors. */
  default int panelWidth() {
    return 2 * lanes();
  }

  /** Columns of a wide weight panel, four vectors; 0 if wide tiles gain nothing here. */
  default int wideWidth() {
    return 4 * lanes();
  }

  // ---- element-wise, two arrays ----

  /** y = a + b. */
  void add(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** y = a - b. */
  void sub(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** y = a * b. */
  void mul(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** y = a / b. */
  void div(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** y = the smaller of a and b; NaN if either is; -0.0 is smaller than +0.0. */
  void min(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** y = the larger of a and b; NaN if either is; -0.0 is smaller than +0.0. */
  void max(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n);

  /** y = clip(a + b, low, high), see {@link #clip}. */
  void addClip(
      float[] a, int ao, float[] b, int bo, float[] y, int yo, int n, float low, float high);

  /** y = fma(x, scale, shift), element by element: three arrays of n. */
  void scaleShift(
      float[] x, int xo, float[] scale, int so, float[] shift, int to, float[] y, int yo, int n);

  // ---- element-wise, an array and a number ----

  /** y = a + s. */
  void addScalar(float[] a, int ao, float s, float[] y, int yo, int n);

  /** y = s - a; the other order is {@code addScalar(-s)}. */
  void subFromScalar(float s, float[] a, int ao, float[] y, int yo, int n);

  /** y = a * s. */
  void mulScalar(float[] a, int ao, float s, float[] y, int yo, int n);

  /** y = a / s. */
  void divScalar(float[] a, int ao, float s, float[] y, int yo, int n);

  /** y = s / a. */
  void divIntoScalar(float s, float[] a, int ao, float[] y, int yo, int n);

  /** y = min(a, s), as {@link #min}. */
  void minScalar(float[] a, int ao, float s, float[] y, int yo, int n);

  /** y = max(a, s), as {@link #max}. */
  void maxScalar(float[] a, int ao, float s, float[] y, int yo, int n);

  /** y = fma(x, scale, shift). */
  void scaleShiftScalar(float[] x, int xo, float scale, float shift, float[] y, int yo, int n);

  /** y = fma(x, scale, y). */
  void addScaled(float[] x, int xo, float scale, float[] y, int yo, int n);

  // ---- a matrix of rows and one row: a[r][i] op b[i] ----

  /** y[r][i] = a[r][i] + b[i] for rows of n contiguous elements. */
  default void addRow(float[] a, int ao, float[] b, int bo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      add(a, ao + r * n, b, bo, y, yo + r * n, n);
    }
  }

  /** y[r][i] = a[r][i] - b[i]. */
  default void subRow(float[] a, int ao, float[] b, int bo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      sub(a, ao + r * n, b, bo, y, yo + r * n, n);
    }
  }

  /** y[r][i] = a[r][i] * b[i]. */
  default void mulRow(float[] a, int ao, float[] b, int bo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      mul(a, ao + r * n, b, bo, y, yo + r * n, n);
    }
  }

  /** y[r][i] = a[r][i] / b[i]. */
  default void divRow(float[] a, int ao, float[] b, int bo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      div(a, ao + r * n, b, bo, y, yo + r * n, n);
    }
  }

  /** y[r][i] = min(a[r][i], b[i]). */
  default void minRow(float[] a, int ao, float[] b, int bo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      min(a, ao + r * n, b, bo, y, yo + r * n, n);
    }
  }

  /** y[r][i] = max(a[r][i], b[i]). */
  default void maxRow(float[] a, int ao, float[] b, int bo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      max(a, ao + r * n, b, bo, y, yo + r * n, n);
    }
  }

  // ---- element-wise, one array ----

  /** y = -x (the sign bit flips, of zeros too). */
  void neg(float[] x, int xo, float[] y, int yo, int n);

  /** y = |x|. */
  void abs(float[] x, int xo, float[] y, int yo, int n);

  /** y = x &lt; 0 ? +0.0 : x. NaN stays NaN and -0.0 stays -0.0. */
  void relu(float[] x, int xo, float[] y, int yo, int n);

  /**
   * y = x &lt; low ? low : x, then high &lt; y ? high : y. NaN stays NaN; -0.0 stays -0.0 within a
   * bound of +0.0; if low &gt; high the result is high. Infinite bounds bound nothing.
   */
  void clip(float[] x, int xo, float[] y, int yo, int n, float low, float high);

  /** y = x &lt; 0 ? x * slope : x. */
  void leakyRelu(float[] x, int xo, float[] y, int yo, int n, float slope);

  /** y = correctly rounded square root; NaN below -0.0. */
  void sqrt(float[] x, int xo, float[] y, int yo, int n);

  /** y = 1 / x. */
  void reciprocal(float[] x, int xo, float[] y, int yo, int n);

  /** y = {@link FloatFunctions#exp}. */
  void exp(float[] x, int xo, float[] y, int yo, int n);

  /** y = {@link FloatFunctions#log}. */
  void log(float[] x, int xo, float[] y, int yo, int n);

  /** y = {@link FloatFunctions#tanh}. */
  void tanh(float[] x, int xo, float[] y, int yo, int n);

  /** y = {@link FloatFunctions#sigmoid}. */
  void sigmoid(float[] x, int xo, float[] y, int yo, int n);

  /** y = x * {@link FloatFunctions#sigmoid sigmoid}(x). */
  void silu(float[] x, int xo, float[] y, int yo, int n);

  /** y = {@link FloatFunctions#erf}. */
  void erf(float[] x, int xo, float[] y, int yo, int n);

  /** y = {@link FloatFunctions#gelu}. */
  void gelu(float[] x, int xo, float[] y, int yo, int n);

  /** y = clip(fma(alpha, x, beta), 0, 1). */
  void hardSigmoid(float[] x, int xo, float[] y, int yo, int n, float alpha, float beta);

  /** y = x to an integer power by {@link FloatFunctions#power}. */
  void power(float[] x, int xo, float[] y, int yo, int n, int exponent);

  // ---- reductions: 16 virtual lanes, one fixed tree ----

  /**
   * Sum: lane l adds the elements with index l, l + 16, ... in order to +0.0; then lane l takes in
   * lane l + 8 (l below 8), l + 4, l + 2, l + 1; then +0.0 is added.
   */
  float sum16(float[] x, int xo, int n);

  /** Dot product: lanes and tree of {@link #sum16}, each step one fused multiply-add. */
  float dot16(float[] a, int ao, float[] b, int bo, int n);

  /**
   * Sum of squares of x - mean, lanes and tree of {@link #sum16}: d = x - mean, fma(d, d, lane).
   */
  float squaredDeviation16(float[] x, int xo, int n, float mean);

  /** Largest element as {@link #max}, negative infinity if n is 0. */
  float maximum(float[] x, int xo, int n);

  /** Smallest element as {@link #min}, positive infinity if n is 0. */
  float minimum(float[] x, int xo, int n);

  // ---- rows ----

  /** Softmax of one row: e = exp(x - maximum), y = e / sum16(e). */
  default void softmaxRow(float[] x, int xo, float[] y, int yo, int n) {
    addScalar(x, xo, -maximum(x, xo, n), y, yo, n);
    exp(y, yo, y, yo, n);
    divScalar(y, yo, sum16(y, yo, n), y, yo, n);
  }

  /** {@link #softmaxRow} of rows of n contiguous elements, which y keeps contiguous. */
  default void softmaxRows(float[] x, int xo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      addScalar(x, xo + r * n, -maximum(x, xo + r * n, n), y, yo + r * n, n);
    }
    exp(y, yo, y, yo, rows * n);
    for (int r = 0; r < rows; r++) {
      divScalar(y, yo + r * n, sum16(y, yo + r * n, n), y, yo + r * n, n);
    }
  }

  /** Log-softmax of one row: d = x - maximum, y = d - log(sum16(exp(d))). */
  default void logSoftmaxRow(float[] x, int xo, float[] y, int yo, int n) {
    float largest = maximum(x, xo, n);
    addScalar(x, xo, -largest, y, yo, n);
    exp(y, yo, y, yo, n);
    float logSum = FloatFunctions.log(sum16(y, yo, n));
    addScalar(x, xo, -largest, y, yo, n);
    addScalar(y, yo, -logSum, y, yo, n);
  }

  /**
   * Layer normalisation of one row: mean = sum16 / n, variance = squaredDeviation16 / n, y = fma((x
   * - mean) * (1 / sqrt(variance + epsilon)), gamma, beta).
   */
  default void layerNormRow(
      float[] x,
      int xo,
      float[] gamma,
      int go,
      float[] beta,
      int bo,
      float[] y,
      int yo,
      int n,
      float epsilon) {
    float mean = sum16(x, xo, n) / n;
    float variance = squaredDeviation16(x, xo, n, mean) / n;
    float scale = 1f / (float) Math.sqrt(variance + epsilon);
    addScalar(x, xo, -mean, y, yo, n);
    mulScalar(y, yo, scale, y, yo, n);
    scaleShift(y, yo, gamma, go, beta, bo, y, yo, n);
  }

  // ---- matrices ----

  /**
   * c[i][j] = start + a[i][0] * b[0][j] + a[i][1] * b[1][j] + ..., each step one fused
   * multiply-add, K in order, then + 0.0; start is bias[bo + j], or +0.0 if bias is null. Row-major
   * with row strides lda, ldb, ldc; c overlaps no input.
   */
  void gemm(
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
      int ldc);

  /**
   * As {@link #gemm} with b packed by {@link PackedMatrix#pack} for these kernels' panel width; the
   * faster form when b is a constant.
   */
  void gemmPacked(
      int m,
      float[] a,
      int ao,
      int lda,
      PackedMatrix b,
      float[] bias,
      int biasOffset,
      float[] c,
      int co,
      int ldc);

  /** y[j][i] = x[i][j] for i below rows, j below cols; row strides ldx and ldy. */
  void transpose(float[] x, int xo, int ldx, float[] y, int yo, int ldy, int rows, int cols);

  /**
   * Multiplies tiles of seven rows by one weight panel: the heart of convolution and gemm.
   *
   * <p>For tile t in [0, count), row r in [0, 7), column j in [0, width): {@code q = yo + table[ro
   * + 14 t + 7 + r] + j} is the output index; acc starts with {@code init[io + j]}, or with {@code
   * y[q]} if init is null; for k in [0, depth) in order {@code acc = fma(x[xo + table[ro + 14 t +
   * r] + k], w[wo + k * ws + j], acc)}; then {@code y[q] = clip(acc + 0.0, low, high)}. With taps
   * not null, {@code taps[to + k]} stands for k in the index into x.
   *
   * <p>A tile with fewer rows repeats its last row's offsets: all reads of a tile happen before its
   * writes. Width is {@link #lanes()} or {@link #panelWidth()}.
   */
  void tiles(
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
      float high);

  /**
   * {@link #tiles} with {@link #WIDE_ROWS} rows for seven, a table of {@code 2 * WIDE_ROWS} entries
   * a tile, and four vectors of columns.
   */
  void wideTiles(
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
      float high);

  /** Pixels of a tile of {@link #rowTiles}. */
  int ROW_TILE = 16;

  /** Whether {@link #rowTiles} is faster than {@link #tiles} for pixels this far apart. */
  default boolean hasRowTiles(int distance) {
    return false;
  }

  /**
   * Convolves at least {@link #ROW_TILE} neighbouring pixels of a row by a panel of one vector: for
   * pixel p in [0, pixels), column j in [0, lanes): acc = bias[bo + j]; for k in [0, depth): acc =
   * fma(x[xo + p * distance + taps[to + k]], w[wo + k * lanes + j], acc); y[yo + p * ys + j] =
   * clip(acc + 0.0, low, high). Depth is even, and each second tap one more than that before it, if
   * the distance is even and no multiple of three.
   */
  void rowTiles(
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
      float high);

  /**
   * {@link #tiles} of sums of integers that become codes: each output is multiplied, rounded and
   * clipped as by {@link #requantize}, column j by {@code factors[fo + j]}.
   */
  default void codeTiles(
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
      float[] factors,
      int fo,
      float low,
      float high) {
    tiles(
        count, width, depth, x, xo, taps, to, w, wo, ws, init, io, y, yo, table, ro, NO_LOW,
        NO_HIGH);
    for (int t = 0; t < count; t++) {
      int rows = ro + t * TILE_TABLE + TILE_ROWS;
      requantizeRows(width, TILE_ROWS, y, yo, table, rows, factors, fo, low, high);
    }
  }

  /** {@link #wideTiles} as {@link #codeTiles}. */
  default void wideCodeTiles(
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
      float[] factors,
      int fo,
      float low,
      float high) {
    wideTiles(
        count, depth, x, xo, taps, to, w, wo, ws, init, io, y, yo, table, ro, NO_LOW, NO_HIGH);
    for (int t = 0; t < count; t++) {
      int rows = ro + t * 2 * WIDE_ROWS + WIDE_ROWS;
      requantizeRows(4 * lanes(), WIDE_ROWS, y, yo, table, rows, factors, fo, low, high);
    }
  }

  /** The rows of a tile, those at one place once. */
  private void requantizeRows(
      int width,
      int rows,
      float[] y,
      int yo,
      int[] table,
      int ro,
      float[] factors,
      int fo,
      float low,
      float high) {
    for (int r = 0; r < rows; r++) {
      if (r == 0 || table[ro + r] != table[ro + r - 1]) {
        int at = yo + table[ro + r];
        requantize(y, at, factors, fo, y, at, 1, width, width, low, high);
      }
    }
  }

  /** {@link #rowTiles} as {@link #codeTiles}. */
  default void rowCodeTiles(
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
      float[] factors,
      int fo,
      float low,
      float high) {
    rowTiles(pixels, distance, depth, x, xo, taps, to, w, wo, bias, bo, y, yo, ys, NO_LOW, NO_HIGH);
    for (int p = 0; p < pixels; p++) {
      int at = yo + p * ys;
      requantize(y, at, factors, fo, y, at, 1, lanes(), lanes(), low, high);
    }
  }

  /**
   * One row by {@code panels} full panels that lie {@code panelStep} apart in w: column j of panel
   * p is {@code acc = init[io + p * panelWidth + j]}; {@code acc = fma(x[xo + k], w[wo + p *
   * panelStep + k * ws + j], acc)}; {@code y[yo + p * panelWidth + j] = clip(acc + 0.0)}. Taps and
   * null init as in {@link #tiles}.
   */
  void rowPanels(
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
      float high);

  // ---- Winograd's minimal filtering, F(m, 3) in two dimensions; see {@link WinogradTransform}
  // ----

  /**
   * {@link WinogradTransform#input} of {@code count} sequences of {@code outputs + 2} rows of n
   * elements each: element e of sequence i is x[xo + i * xs + e * xe + c], result e is y[yo + i *
   * ys + e * ye + c], c in [0, n) with n a multiple of {@link #lanes()}.
   *
   * @param outputs results of the filter a tile, 2 or 4
   */
  void winogradInput(
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
      int ye);

  /**
   * {@link WinogradTransform#output} of {@code count} sequences of {@code outputs + 2} rows to
   * {@code outputs} rows; indices as in {@link #winogradInput}.
   */
  void winogradOutput(
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
      int ye);

  /**
   * {@link #winogradOutput}, of whose result r the step writes clip(r + bias[bo + c], low, high).
   */
  void winogradResult(
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
      float high);

  // ---- channels-last windows: lanes over channels ----

  /**
   * Depthwise convolution of tiles of four pixels: for pixel p of a tile, channel c in [0, n) with
   * n a multiple of {@link #lanes()}: acc = bias[bo + c]; for t in [0, taps.length): acc = fma(x[xo
   * + table[8 i + p] + taps[t] + c], w[t * ws + wo + c], acc); y[yo + table[8 i + 4 + p] + c] =
   * clip(acc + 0.0, low, high). A tile with fewer pixels repeats its last.
   */
  void depthwise(
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
      float high);

  /**
   * {@link #depthwise} for a 3 x 3 window of stride 1 or 2 over {@code pixels} (at least 4)
   * neighbouring outputs of one image row. xs is the distance of neighbouring input pixels, rowStep
   * of input rows, ys of output pixels; weights as there, taps in the order row, column.
   */
  void depthwise3x3(
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
      float high);

  /** {@link #depthwise3x3} as {@link #codeTiles}, channel c with {@code factors[fo + c]}. */
  default void codeDepthwise3x3(
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
      float[] factors,
      int fo,
      float low,
      float high) {
    depthwise3x3(
        pixels, stride, n, x, xo, xs, rowStep, w, wo, ws, bias, bo, y, yo, ys, NO_LOW, NO_HIGH);
    for (int p = 0; p < pixels; p++) {
      int at = yo + p * ys;
      requantize(y, at, factors, fo, y, at, 1, n, n, low, high);
    }
  }

  /**
   * y[yo + c] = the largest of x[xo + taps[t] + c] over t in [from, to), as {@link #max}; starts
   * with negative infinity. c in [0, n).
   */
  void maxOfTaps(float[] x, int xo, int[] taps, int from, int to, float[] y, int yo, int n);

  /**
   * y[yo + c] = the sum of x[xo + taps[t] + c] in order of t from +0.0, then divided by divisor.
   */
  void meanOfTaps(
      float[] x, int xo, int[] taps, int from, int to, float divisor, float[] y, int yo, int n);

  // ---- quantization rows ----

  /**
   * y = saturate(rint(x / scale) + zeroPoint) to [low, high], low byte kept; ties go to even, NaN
   * to low. |low|, |high|, |zeroPoint| at most 65,536.
   */
  void quantize(
      float[] x, int xo, byte[] y, int yo, int n, float scale, int zeroPoint, int low, int high);

  /** As the byte form, low 16 bits kept. */
  void quantize(
      float[] x, int xo, short[] y, int yo, int n, float scale, int zeroPoint, int low, int high);

  /** y = (x - zeroPoint) * scale with x signed, or unsigned if so told. */
  void dequantize(
      byte[] x, int xo, boolean unsigned, float[] y, int yo, int n, float scale, int zeroPoint);

  /** As the byte form on 16-bit values. */
  void dequantize(
      short[] x, int xo, boolean unsigned, float[] y, int yo, int n, float scale, int zeroPoint);

  /** Quantize then dequantize, without the integers in between: as both in turn. */
  void fakeQuantize(
      float[] x, int xo, float[] y, int yo, int n, float scale, int zeroPoint, int low, int high);

  /**
   * y[r][i] = x[r][i] * factors[i], raised to low, lowered to high, rounded to a whole number with
   * ties to even, for rows of n contiguous elements, {@code step} apart in x and in y. low and high
   * are whole numbers of at most 2^22 in magnitude; NaN gives low. The factors are not written.
   */
  void requantize(
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
      float high);

  /**
   * y = x / scale, raised to low, lowered to high and rounded as by {@link #requantize}: codes less
   * their zero point, if low and high are those of the codes less it.
   */
  void centredCodes(
      float[] x, int xo, float[] y, int yo, int n, float scale, float low, float high);

  /**
   * y[r][i] = clip(x[r][i] * factors[i] + shifts[i], low, high), see {@link #clip}, the product
   * rounded before the sum, for rows of n contiguous elements, {@code step} apart. A shift of -0.0
   * shifts nothing, not even a zero.
   */
  void rescale(
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
      float high);

  /**
   * y = fma(x, x &lt; 0 ? below[i] : above[i], shift[i]), raised to low, lowered to high, rounded
   * as by {@link #requantize}, for rows of n contiguous elements, {@code step} apart.
   */
  void mapCodes(
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
      float high);

  /**
   * y = v - zero with v = fma(a + zeroA, ratioA, fma(b + zeroB, ratioB, fixed)), raised to low,
   * lowered to high and rounded as by {@link #requantize}.
   */
  void addCodes(float[] a, int ao, float[] b, int bo, float[] y, int yo, int n, CodeSum sum);

  /**
   * y = v - zero with v = (a * b) * factor + zero, raised to low, lowered to high and rounded as by
   * {@link #requantize}.
   */
  void mulCodes(
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
      float high);

  // ---- statistics ----

  /**
   * Counts n floats by their leading 16 bits (sign, exponent, 7 mantissa bits) and widens their
   * bounds. Bin i of table t is counter {@code t * HISTOGRAM_STRIDE + i}; which table counts a
   * value is unspecified, the sum over the tables is the histogram. Counters wrap at 2^32: the
   * caller flushes in time. The bounds are those of {@link #minMaxOrdered}.
   */
  void histogram16(float[] x, int xo, int n, int[] tables, int[] bounds);

  /**
   * Brings the counters of a page of bins, {@code page * HISTOGRAM_PAGE} and following, together in
   * the first table, clears them in the others and returns their sum, which must be below 2^31.
   */
  int joinHistograms(int[] tables, int page);

  /**
   * Adds n counters to others, {@code y += x}.
   *
   * @return negative if a sum is 2^31 or more, taken as an unsigned number, else not negative
   */
  int addCounters(int[] x, int xo, int[] y, int yo, int n);

  /**
   * Widens bounds[0] (minimum) and bounds[1] (maximum), both {@link Ordered#encode encoded}, by n
   * floats. Infinities and NaN show up as extreme values.
   */
  void minMaxOrdered(float[] x, int xo, int n, int[] bounds);
}
