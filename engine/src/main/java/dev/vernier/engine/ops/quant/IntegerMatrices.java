package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Matrices;
import java.util.Arrays;

/** Exact products of integer matrices with their zero points taken off. */
final class IntegerMatrices {
  private IntegerMatrices() {}

  /**
   * The accumulators of a x b, dense in the product's shape, in scratch memory; 32 bits, wrapping.
   *
   * @param aZero null, one, or one for each row of a
   * @param bZero null, one, or one for each column of b
   */
  static int[] multiply(
      Matrices.Product p, Tensor a, Tensor aZero, Tensor b, Tensor bZero, Workspace workspace) {
    int[] left = centred(a, aZero, p.k(), p.m(), workspace);
    int[] right = centred(b, bZero, 1, p.n(), workspace);
    int[] sums = workspace.ints(p.batches() * p.m() * p.n());
    p.forEach((l, r, c) -> single(p, left, l, right, r, sums, c));
    return sums;
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
