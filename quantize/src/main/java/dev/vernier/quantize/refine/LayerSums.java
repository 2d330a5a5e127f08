package dev.vernier.quantize.refine;

import java.util.Arrays;

/**
 * Sums over positions of a layer's outputs: products of the inputs {@code x} that meet there with
 * each other, and with what is missing at each output, its gap. Inputs are codes less their zero
 * point, so their sums are exact (below 2^53) whatever the order; those with gaps are added in the
 * order in which positions come. All are taken about the mean.
 */
public final class LayerSums {
  /** Positions added at once, so that a row of sums is fetched once for all of them. */
  private static final int TOGETHER = 8;

  private final int inputs;
  private final int outputs;
  private final double[] products;
  private final double[] gapProducts;
  private final double[] inputSums;
  private final double[] gapSums;
  private final double[] shareSums;
  private final double[] factors = new double[TOGETHER];
  private long positions;

  /** Sums of no positions. */
  public LayerSums(int inputs, int outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.products = new double[inputs * inputs];
    this.gapProducts = new double[inputs * outputs];
    this.inputSums = new double[inputs];
    this.gapSums = new double[outputs];
    this.shareSums = new double[outputs];
  }

  int inputs() {
    return inputs;
  }

  int outputs() {
    return outputs;
  }

  /** Number of positions a block of {@code count} takes in the arrays of {@link #add}. */
  public static int padded(int count) {
    return (count + TOGETHER - 1) / TOGETHER * TOGETHER;
  }

  /**
   * Adds positions, one after the other in each array; the arrays have room for {@link #padded} of
   * them, and what follows the last is overwritten by zeros.
   *
   * @param x inputs of each position
   * @param gaps gap of each output
   * @param shares share of a change of each output that would close its gap, 0 to 1
   */
  public void add(double[] x, double[] gaps, double[] shares, int count) {
    int padded = padded(count);
    Arrays.fill(x, count * inputs, padded * inputs, 0);
    Arrays.fill(gaps, count * outputs, padded * outputs, 0);
    for (int from = 0; from < count; from += TOGETHER) {
      for (int i = 0; i < inputs; i++) {
        if (load(x, from, i)) {
          addRow(products, i * inputs, x, from * inputs, inputs, i);
          addRow(gapProducts, i * outputs, gaps, from * outputs, outputs, 0);
        }
      }
    }
    addColumns(inputSums, x, count);
    addColumns(gapSums, gaps, count);
    addColumns(shareSums, shares, count);
    positions += count;
  }

  /** Loads one input of some positions; false if it is zero at all of them. */
  private boolean load(double[] x, int from, int input) {
    boolean any = false;
    for (int k = 0; k < TOGETHER; k++) {
      factors[k] = x[(from + k) * inputs + input];
      any |= factors[k] != 0;
    }
    return any;
  }

  /**
   * Adds to a row of sums, from a column on, the loaded factors times values of their positions.
   */
  private void addRow(double[] sums, int row, double[] values, int at, int width, int first) {
    double f0 = factors[0];
    double f1 = factors[1];
    double f2 = factors[2];
    double f3 = factors[3];
    double f4 = factors[4];
    double f5 = factors[5];
    double f6 = factors[6];
    double f7 = factors[7];
    int a1 = at + width;
    int a2 = a1 + width;
    int a3 = a2 + width;
    int a4 = a3 + width;
    int a5 = a4 + width;
    int a6 = a5 + width;
    int a7 = a6 + width;
    for (int j = first; j < width; j++) {
      sums[row + j] +=
          f0 * values[at + j]
              + f1 * values[a1 + j]
              + f2 * values[a2 + j]
              + f3 * values[a3 + j]
              + f4 * values[a4 + j]
              + f5 * values[a5 + j]
              + f6 * values[a6 + j]
              + f7 * values[a7 + j];
    }
  }

  private static void addColumns(double[] sums, double[] values, int count) {
    for (int r = 0; r < count; r++) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += values[r * sums.length + j];
      }
    }
  }

  /** Takes in the sums of other positions of the same layer. */
  public void add(LayerSums other) {
    addColumns(products, other.products, 1);
    addColumns(gapProducts, other.gapProducts, 1);
    addColumns(inputSums, other.inputSums, 1);
    addColumns(gapSums, other.gapSums, 1);
    addColumns(shareSums, other.shareSums, 1);
    positions += other.positions;
  }

  /** Sum of the products of two inputs about their means; {@code i <= j}. */
  double product(int i, int j) {
    return positions == 0 ? 0 : products[i * inputs + j] - inputSums[i] * inputSums[j] / positions;
  }

  /** Sum of the products of an input and a gap about their means. */
  double gapProduct(int input, int output) {
    return positions == 0
        ? 0
        : gapProducts[input * outputs + output] - inputSums[input] * gapSums[output] / positions;
  }

  /** Mean share of an output. */
  double share(int output) {
    return positions == 0 ? 0 : shareSums[output] / positions;
  }

  /** Mean of an input. */
  public double mean(int input) {
    return positions == 0 ? 0 : inputSums[input] / positions;
  }
}
