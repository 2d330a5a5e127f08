package dev.vernier.engine.ops.common;

import dev.vernier.engine.Workspace;
import dev.vernier.kernels.Kernels;
import java.util.Arrays;

/** Products of matrices of small integers held in floats, by exact sums. */
public final class ExactProducts {
  private final int depth;
  private final Workspace workspace;
  private int[] total = {};

  /**
   * @param left largest magnitude in the left matrices
   * @param right largest magnitude in the right ones
   */
  public ExactProducts(int left, int right, Workspace workspace) {
    this.depth = ExactDepth.of(left, right);
    this.workspace = workspace;
  }

  /** c = a b, rounded once where a sum exceeds 2^24; rows lie dense. */
  public void multiply(
      int m, int n, int k, float[] a, int ao, float[] b, int bo, float[] c, int co) {
    if (k <= depth) {
      workspace.kernels().gemm(m, n, k, a, ao, k, b, bo, n, null, 0, c, co, n);
      return;
    }
    total = total.length < m * n ? workspace.ints(m * n) : total;
    Arrays.fill(total, 0, m * n, 0);
    add(m, n, k, a, ao, b, bo, c, co, total, 0);
    ExactSums.toFloats(total, 0, c, co, m * n);
  }

  /** total += a b; {@code part} has room for a product. */
  public void add(
      int m,
      int n,
      int k,
      float[] a,
      int ao,
      float[] b,
      int bo,
      float[] part,
      int po,
      int[] total,
      int to) {
    Kernels kernels = workspace.kernels();
    for (int from = 0; from < k; from += depth) {
      int terms = Math.min(depth, k - from);
      kernels.gemm(m, n, terms, a, ao + from, k, b, bo + from * n, n, null, 0, part, po, n);
      ExactSums.add(part, po, total, to, m * n);
    }
  }
}
