package dev.vernier.engine;

import java.util.Arrays;

/**
 * Tells where Winograd's F(2 x 2, 3 x 3) adds products of codes and integer weights without
 * rounding, so that it gives the bits of the direct sum.
 *
 * <p>Inputs are transformed by sums and differences, weights by halves: with {@code u} the weights'
 * transform every value is a whole multiple of 1/4, of 1/2 or of 1, by how many axes are still
 * transformed by a half. A float holds it exactly while it is at most 2^24 such units. Every value
 * on the way, the products' sums and the sums of these in the order of {@link
 * dev.vernier.kernels.WinogradTransform}, is a fixed linear function of a tile's 4 x 4 inputs of
 * all channels; the largest that it can be follows from the sums of its positive and of its
 * negative coefficients.
 */
final class ExactWinograd {
  private static final long EXACT = 1L << 24;
  private static final int SIDE = 4;
  private static final int TAPS = 9;

  /** Twice the weights' transform along one axis: rows by taps. */
  private static final int[][] WEIGHTS = {{2, 0, 0}, {1, 1, 1}, {1, -1, 1}, {0, 0, 2}};

  /** The inputs' transform along one axis. */
  private static final int[][] INPUTS = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, -1, 0, 1}};

  /**
   * What is held while four products are transformed back: each of them, then the sums as far as
   * they have come. The fifth and the seventh are on the way, the sixth and the eighth results.
   */
  private static final int[][] OUTPUTS = {
    {1, 0, 0, 0},
    {0, 1, 0, 0},
    {0, 0, 1, 0},
    {0, 0, 0, 1},
    {1, 1, 0, 0},
    {1, 1, 1, 0},
    {0, 1, -1, 0},
    {0, 1, -1, 1}
  };

  /** Units of what is held along one axis, as multiples of 1/2. */
  private static final int[] HALVES = {2, 1, 1, 2, 1, 2, 1, 2};

  private final CodeRange in;
  private final long[][] positive = new long[OUTPUTS.length][OUTPUTS.length];
  private final long[][] negative = new long[OUTPUTS.length][OUTPUTS.length];

  /** Four times the transform of a channel's weights, row by row. */
  private final long[] transformed = new long[SIDE * SIDE];

  /** The same after the first axis was transformed back: what is held, column, row of inputs. */
  private final long[][][] firstAxis = new long[OUTPUTS.length][SIDE][SIDE];

  private ExactWinograd(CodeRange in) {
    this.in = in;
  }

  /**
   * Whether no value of the convolution is rounded.
   *
   * @param weights integers in floats: output channels, input channels, 3, 3
   * @param in range of the codes
   */
  static boolean fits(Tensor weights, CodeRange in) {
    ExactWinograd bounds = new ExactWinograd(in);
    for (int channel = 0; channel < weights.dim(0); channel++) {
      if (!bounds.fits(weights, channel)) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(Tensor weights, int channel) {
    for (int i = 0; i < OUTPUTS.length; i++) {
      Arrays.fill(positive[i], 0);
      Arrays.fill(negative[i], 0);
    }
    for (int c = 0; c < weights.dim(1); c++) {
      transform(weights, (channel * weights.dim(1) + c) * TAPS);
      addCoefficients();
    }
    for (int y = 0; y < OUTPUTS.length; y++) {
      for (int x = 0; x < OUTPUTS.length; x++) {
        long quarters =
            Math.max(
                in.largestSum(positive[y][x], negative[y][x]),
                in.largestSum(negative[y][x], positive[y][x]));
        if (isHeld(y, x) && quarters > EXACT * HALVES[y] * HALVES[x]) {
          return false;
        }
      }
    }
    return true;
  }

  /** Products are transformed back along y first, then its two results along x. */
  private static boolean isHeld(int y, int x) {
    return x < SIDE || isResult(y);
  }

  private static boolean isResult(int held) {
    return held == 5 || held == 7;
  }

  /** Four times the transform of the nine weights from an index on. */
  private void transform(Tensor weights, int from) {
    float[] g = weights.floats();
    int at = weights.offset() + from;
    for (int x = 0; x < SIDE; x++) {
      int[] f = WEIGHTS[x];
      for (int y = 0; y < SIDE; y++) {
        long sum = 0;
        for (int row = 0; row < 3; row++) {
          int tap = at + 3 * row;
          long line = f[0] * (long) g[tap] + f[1] * (long) g[tap + 1] + f[2] * (long) g[tap + 2];
          sum += WEIGHTS[y][row] * line;
        }
        transformed[y * SIDE + x] = sum;
      }
    }
  }

  /** Adds what the 4 x 4 inputs of one channel contribute to all that is held. */
  private void addCoefficients() {
    for (int y = 0; y < OUTPUTS.length; y++) {
      for (int x = 0; x < SIDE; x++) {
        combineRows(OUTPUTS[y], x, firstAxis[y][x]);
      }
      for (int x = 0; x < OUTPUTS.length; x++) {
        if (isHeld(y, x)) {
          addMagnitudes(y, x);
        }
      }
    }
  }

  /** Coefficients of the rows of inputs in a sum of a column's products. */
  private void combineRows(int[] signs, int column, long[] rows) {
    Arrays.fill(rows, 0);
    for (int i = 0; i < SIDE; i++) {
      long factor = signs[i] * transformed[i * SIDE + column];
      for (int k = 0; factor != 0 && k < SIDE; k++) {
        rows[k] += factor * INPUTS[i][k];
      }
    }
  }

  /** Adds up the coefficients of the inputs in a sum of columns, by their signs. */
  private void addMagnitudes(int y, int x) {
    int[] signs = OUTPUTS[x];
    for (int k = 0; k < SIDE; k++) {
      for (int l = 0; l < SIDE; l++) {
        long coefficient = 0;
        for (int j = 0; j < SIDE; j++) {
          coefficient += (long) signs[j] * INPUTS[j][l] * firstAxis[y][j][k];
        }
        positive[y][x] += Math.max(coefficient, 0);
        negative[y][x] += Math.max(-coefficient, 0);
      }
    }
  }
}
