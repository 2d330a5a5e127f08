package dev.vernier.engine.ops.norm;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Normalises the trailing axes to mean 0 and variance 1, then scales and shifts. Sums run over 16
 * virtual lanes.
 */
final class LayerNormalization implements Operator {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final long axis;
  private final float epsilon;
  private final int outputs;

  LayerNormalization(NodeContext context) {
    axis = context.node().intAttribute("axis", -1);
    epsilon = context.node().floatAttribute("epsilon", 1e-5f);
    outputs = context.node().outputs().size();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact y = new TensorFact(x.type(), x.dims(), null);
    int[] dims = null;
    if (x.hasDims()) {
      RowParameters.require(inputs, 1, x.dims(), axis);
      RowParameters.require(inputs, 2, x.dims(), axis);
      dims = x.dims().clone();
      Arrays.fill(dims, Dims.axis(axis, dims.length), dims.length, 1);
    }
    TensorFact statistic = new TensorFact(DataType.FLOAT, dims, null);
    return List.of(y, statistic, statistic).subList(0, outputs);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] results, Workspace workspace) {
    Tensor x = inputs[0];
    int[] dims = x.dims();
    int n = Shapes.product(dims, Dims.axis(axis, dims.length), dims.length);
    Tensor gamma = RowParameters.of(inputs[1], dims, n, 1, workspace);
    Tensor beta = RowParameters.of(Facts.optional(inputs, 2), dims, n, 0, workspace);
    if (x.type() != DataType.FLOAT) {
      doubles(x, gamma, beta, n, results);
      return;
    }
    Kernels kernels = workspace.kernels();
    for (int i = 0; n > 0 && i < x.size() / n; i++) {
      int from = x.offset() + i * n;
      if (results[0] != null) {
        kernels.layerNormRow(
            x.floats(),
            from,
            gamma.floats(),
            gamma.offset(),
            beta.floats(),
            beta.offset(),
            results[0].floats(),
            results[0].offset() + i * n,
            n,
            epsilon);
      }
      statistics(kernels, x.floats(), from, n, i, results);
    }
  }

  /** Of rows along the last axis with constant parameters a column. */
  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    int rank = inputs.get(0).rank();
    int n = inputs.get(0).dims()[rank - 1];
    boolean fits = outputs == 1 && inputs.size() == 3 && Dims.axis(axis, rank) == rank - 1;
    if (!fits || !isRow(inputs.get(1), n) || !isRow(inputs.get(2), n)) {
      return null;
    }
    Tensor gamma = inputs.get(1).value();
    Tensor beta = inputs.get(2).value();
    return RunForm.rows((x, xo, y, yo, rows, c) -> rows(x, xo, gamma, beta, y, yo, rows, c));
  }

  private static boolean isRow(TensorFact parameter, int n) {
    return parameter != null && parameter.isConstant() && parameter.value().size() == n;
  }

  private void rows(
      float[] x, int xo, Tensor gamma, Tensor beta, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      KERNELS.layerNormRow(
          x,
          xo + r * n,
          gamma.floats(),
          gamma.offset(),
          beta.floats(),
          beta.offset(),
          y,
          yo + r * n,
          n,
          epsilon);
    }
  }

  private void doubles(Tensor x, Tensor gamma, Tensor beta, int n, Tensor[] results) {
    for (int row = 0; n > 0 && row < x.size() / n; row++) {
      double mean = Planes.mean(x, row * n, n);
      double factor = Planes.inverseDeviation(x, row * n, n, mean, epsilon);
      for (int i = 0; results[0] != null && i < n; i++) {
        double value = (x.doubleAt(row * n + i) - mean) * factor;
        results[0].setDouble(row * n + i, Math.fma(value, gamma.doubleAt(i), beta.doubleAt(i)));
      }
      if (outputs > 1 && results[1] != null) {
        results[1].setDouble(row, mean);
      }
      if (outputs > 2 && results[2] != null) {
        results[2].setDouble(row, factor);
      }
    }
  }

  private void statistics(Kernels kernels, float[] x, int from, int n, int row, Tensor[] results) {
    if (outputs < 2) {
      return;
    }
    float mean = kernels.sum16(x, from, n) / n;
    if (results[1] != null) {
      results[1].setDouble(row, mean);
    }
    if (outputs > 2 && results[2] != null) {
      float variance = kernels.squaredDeviation16(x, from, n, mean) / n;
      results[2].setDouble(row, 1f / (float) Math.sqrt(variance + epsilon));
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean within = inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0;
    boolean repeats = inputs.get(1).hasDims() && inputs.get(1).rank() < inputs.get(0).rank();
    boolean[] carries = new boolean[outputs.size()];
    Arrays.fill(carries, within && repeats && SampleAxis0.onlyFirst(inputCarries, inputs));
    return carries;
  }
}
