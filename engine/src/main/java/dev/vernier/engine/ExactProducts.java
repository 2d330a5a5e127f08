package dev.vernier.engine;

import dev.vernier.engine.ops.common.ExactDepth;
import dev.vernier.engine.ops.common.ExactSums;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/** Products of matrices of small integers held in floats, by exact sums. */
final class ExactProducts {
  private final int depth;
  private final Workspace workspace;
  private int[] total = {};

  /**
   * @param left largest magnitude in the left matrices
   * @param right largest magnitude in the right ones
   */
  ExactProducts(int left, int right, Workspace workspace) {
    this.depth = ExactDepth.of(left, right);
    this.workspace = workspace;
  }

  /** c = a b, rounded once where a sum exceeds 2^24; rows lie dense. */
  void multiply(int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    Kernels kernels = workspace.kernels();
    if (k <= depth) {
      kernels.gemm(m, n, k, a, ao, k, b, bo, n, null, 0, c, co, n);
      return;
    }
    total = total.length < m * n ? workspace.ints(m * n) : total;
    Arrays.fill(total, 0, m * n, 0);
    for (int from = 0; from < k; from += depth) {
      int terms = Math.min(depth, k - from);
      kernels.gemm(m, n, terms, a, ao + from, k, b, bo + from * n, n, null, 0, c, co, n);
      ExactSums.add(c, co, total, 0, m * n);
    }
    ExactSums.toFloats(total, 0, c, co, m * n);
  }
}
