package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.ExactProducts;
import dev.vernier.engine.ops.common.Matrices;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/** Exact products of integer matrices with their zero points taken off. */
final class IntegerMatrices {
  private IntegerMatrices() {}

  /**
   * The accumulators of a x b, dense in the product's shape, in scratch memory; 32 bits, wrapping.
   * Products of 8-bit codes go by the kernels of floats, as many terms at a time as keep every sum
   * within 2^24.
   *
   * @param aZero null, one, or one for each row of a
   * @param bZero null, one, or one for each column of b
   */
  static int[] multiply(
      Matrices.Product p, Tensor a, Tensor aZero, Tensor b, Tensor bZero, Workspace workspace) {
    int[] sums = workspace.ints(p.batches() * p.m() * p.n());
    if (CentredCodes.has(a) && CentredCodes.has(b)) {
      multiplyFloats(p, a, aZero, b, bZero, sums, workspace);
      return sums;
    }
    int[] left = centred(a, aZero, p.k(), p.m(), workspace);
    int[] right = centred(b, bZero, 1, p.n(), workspace);
    p.forEach((l, r, c) -> single(p, left, l, right, r, sums, c));
    return sums;
  }

  private static void multiplyFloats(
      Matrices.Product p,
      Tensor a,
      Tensor aZero,
      Tensor b,
      Tensor bZero,
      int[] sums,
      Workspace workspace) {
    Kernels kernels = workspace.kernels();
    float[] left = workspace.floats(a.size());
    CentredCodes.write(a, aZero, p.k(), left, kernels);
    float[] right = workspace.floats(b.size());
    CentredCodes.write(b, bZero, 1, right, kernels);
    int largest = CentredCodes.largest(right, b.size(), kernels);
    ExactProducts products = new ExactProducts(CentredCodes.LARGEST, largest, workspace);
    float[] part = workspace.floats(p.batches() * p.m() * p.n());
    Arrays.fill(sums, 0, p.batches() * p.m() * p.n(), 0);
    if (p.rightRepeats()) {
      int m = p.batches() * p.m();
      products.add(m, p.n(), p.k(), left, 0, right, 0, part, 0, sums, 0);
    } else {
      p.forEach(
          (l, r, c) -> products.add(p.m(), p.n(), p.k(), left, l, right, r, part, 0, sums, c));
    }
  }

  private static int[] centred(Tensor x, Tensor zeros, int step, int count, Workspace workspace) {
    int[] values = workspace.ints(x.size());
    boolean many = zeros != null && zeros.size() > 1;
    int only = zeros == null ? 0 : (int) zeros.longAt(0);
    for (int i = 0; i < x.size(); i++) {
      int zero = many ? (int) zeros.longAt(i / step % count) : only;
      values[i] = (int) x.longAt(i) - zero;
    }
    return values;
  }

  private static void single(
      Matrices.Product p, int[] left, int l, int[] right, int r, int[] sums, int c) {
    for (int i = 0; i < p.m(); i++) {
      int row = c + i * p.n();
      Arrays.fill(sums, row, row + p.n(), 0);
      for (int k = 0; k < p.k(); k++) {
        addMultiple(left[l + i * p.k() + k], right, r + k * p.n(), sums, row, p.n());
      }
    }
  }

  private static void addMultiple(int factor, int[] x, int xo, int[] y, int yo, int n) {
    for (int i = 0; i < n; i++) {
      y[yo + i] += factor * x[xo + i];
    }
  }
}
