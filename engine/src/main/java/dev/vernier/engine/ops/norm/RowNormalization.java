package dev.vernier.engine.ops.norm;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Rows;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** Softmax and its relatives: a function of the rows along one axis, or of the trailing axes. */
abstract class RowNormalization implements Operator {
  /** Floats that stay in the first-level cache between the passes over a few rows. */
  private static final int BLOCK = 4096;

  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final long axis;
  private final boolean flattens;

  /**
   * Before opset 13 the default axis is 1 and all axes from it on form one row; since then it is
   * the last and a row runs along it alone.
   */
  RowNormalization(NodeContext context) {
    flattens = context.opset() < 13;
    axis = context.node().intAttribute("axis", flattens ? 1 : -1);
  }

  /** Normalises one row of floats. */
  abstract void row(Kernels kernels, float[] x, int xo, float[] y, int yo, int n);

  /** Normalises contiguous rows of n floats. */
  void rows(Kernels kernels, float[] x, int xo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      row(kernels, x, xo + r * n, y, yo + r * n, n);
    }
  }

  /** Normalises one row of double precision numbers. */
  abstract void row(Tensor x, Tensor y, int from, int n);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (x.hasDims() && x.rank() > 0) {
      rowAxes(x.rank());
    }
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public final boolean[] rowAxes(int rank) {
    boolean[] marked = new boolean[rank];
    int at = flattens && axis == rank ? rank : Dims.axis(axis, rank);
    Arrays.fill(marked, at, flattens ? rank : at + 1, true);
    return marked;
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    if (x.rank() == 0) {
      rows(x, y, 1, workspace);
      return;
    }
    boolean[] marked = rowAxes(x.rank());
    Tensor source = Rows.last(x, marked, workspace);
    int n = Rows.length(x.dims(), marked);
    if (source == x) {
      rows(x, y, n, workspace);
    } else {
      Tensor target =
          x.type() == DataType.FLOAT
              ? Tensor.of(workspace.floats(x.size()), source.dims())
              : workspace.allocate(x.type(), source.dims());
      rows(source, target, n, workspace);
      Rows.restore(target, marked, y);
    }
  }

  private void rows(Tensor x, Tensor y, int n, Workspace workspace) {
    if (x.type() == DataType.FLOAT) {
      floatRows(workspace.kernels(), x, y, n);
      return;
    }
    for (int i = 0; n > 0 && i < x.size(); i += n) {
      row(x, y, i, n);
    }
  }

  private void floatRows(Kernels kernels, Tensor x, Tensor y, int n) {
    int block = n == 0 ? 0 : Math.max(1, BLOCK / n) * n;
    for (int i = 0; block > 0 && i < x.size(); i += block) {
      int count = Math.min(block, x.size() - i) / n;
      rows(kernels, x.floats(), x.offset() + i, y.floats(), y.offset() + i, count, n);
    }
  }

  /** Of rows along the last axis. */
  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    int rank = inputs.get(0).rank();
    boolean last = rank > 0 && Rows.length(inputs.get(0).dims(), rowAxes(rank)) > 0;
    for (int i = 0; last && i < rank; i++) {
      last = rowAxes(rank)[i] == (i == rank - 1);
    }
    return last
        ? RunForm.rows((x, xo, y, yo, rows, n) -> rows(KERNELS, x, xo, y, yo, rows, n))
        : null;
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(
        inputCarries,
        inputs,
        inputs.get(0).hasDims() && inputs.get(0).rank() > 0 && !rowAxes(inputs.get(0).rank())[0]);
  }
}
