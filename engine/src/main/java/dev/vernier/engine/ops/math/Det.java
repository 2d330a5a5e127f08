package dev.vernier.engine.ops.math;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Doubles;
import dev.vernier.engine.ops.common.SampleAxis0;
import java.util.Arrays;
import java.util.List;

/**
 * Determinants of square matrices (..., n, n): the product of the pivots of Gaussian elimination
 * with row exchanges, in double precision.
 */
final class Det implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return List.of(TensorFact.unknown(x.type()));
    }
    int rank = x.rank();
    if (rank < 2 || x.dims()[rank - 1] != x.dims()[rank - 2]) {
      throw new IllegalArgumentException(
          "input " + Dims.text(x.dims()) + ": expected square matrices");
    }
    return List.of(TensorFact.of(x.type(), Arrays.copyOf(x.dims(), rank - 2)));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    double[] a = Doubles.of(inputs[0], workspace);
    int n = inputs[0].dim(-1);
    for (int i = 0; i < outputs[0].size(); i++) {
      outputs[0].setDouble(i, determinant(a, i * n * n, n));
    }
  }

  private static double determinant(double[] a, int from, int n) {
    double product = 1;
    for (int k = 0; k < n; k++) {
      int pivot = pivot(a, from, n, k);
      if (pivot != k) {
        exchange(a, from + k * n, from + pivot * n, n);
        product = -product;
      }
      double top = a[from + k * n + k];
      product *= top;
      for (int row = k + 1; top != 0 && row < n; row++) {
        double factor = a[from + row * n + k] / top;
        for (int column = k + 1; column < n; column++) {
          int at = from + row * n + column;
          a[at] = Math.fma(-factor, a[from + k * n + column], a[at]);
        }
      }
    }
    return product;
  }

  private static int pivot(double[] a, int from, int n, int k) {
    int best = k;
    for (int row = k + 1; row < n; row++) {
      if (Math.abs(a[from + row * n + k]) > Math.abs(a[from + best * n + k])) {
        best = row;
      }
    }
    return best;
  }

  private static void exchange(double[] a, int one, int other, int n) {
    for (int i = 0; i < n; i++) {
      double kept = a[one + i];
      a[one + i] = a[other + i];
      a[other + i] = kept;
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    TensorFact x = inputs.get(0);
    return SampleAxis0.withinSlices(inputCarries, inputs, x.hasDims() && x.rank() > 2);
  }
}
