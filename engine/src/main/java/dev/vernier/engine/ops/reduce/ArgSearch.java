package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** Finds the index of the most extreme element along an axis. */
abstract class ArgSearch implements Operator {
  private final long axis;
  private final boolean keepDims;
  private final boolean last;

  ArgSearch(NodeContext context) {
    axis = context.node().intAttribute("axis", 0);
    keepDims = context.node().intAttribute("keepdims", 1) != 0;
    last = context.node().intAttribute("select_last_index", 0) != 0;
  }

  /** Whether a comparison result says that the candidate is more extreme than the best so far. */
  abstract boolean better(int candidateAgainstBest);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return List.of(TensorFact.unknown(DataType.INT64));
    }
    int at = Dims.axis(axis, x.rank());
    int[] dims = Shapes.with(x.dims(), at, 1);
    if (!keepDims) {
      dims = Arrays.copyOf(dims, dims.length - 1);
      System.arraycopy(x.dims(), at + 1, dims, at, dims.length - at);
    }
    return List.of(TensorFact.of(DataType.INT64, dims));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int[] dims = x.dims();
    int at = Dims.axis(axis, dims.length);
    int inner = Shapes.product(dims, at + 1, dims.length);
    for (int i = 0; i < outputs[0].size(); i++) {
      int start = i / inner * dims[at] * inner + i % inner;
      outputs[0].setLong(i, search(x, start, inner, dims[at]));
    }
  }

  private int search(Tensor x, int start, int step, int n) {
    boolean floating = x.type().isFloatingPoint();
    int best = 0;
    for (int i = 1; i < n; i++) {
      int comparison =
          floating
              ? compare(x.doubleAt(start + i * step), x.doubleAt(start + best * step))
              : compare(x, start + i * step, start + best * step);
      if (better(comparison) || (last && comparison == 0)) {
        best = i;
      }
    }
    return best;
  }

  /** As numbers: zeros of either sign are equal. */
  private static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static int compare(Tensor x, int i, int j) {
    return x.type() == DataType.UINT64
        ? Long.compareUnsigned(x.longAt(i), x.longAt(j))
        : Long.compare(x.longAt(i), x.longAt(j));
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(
        inputCarries,
        inputs,
        inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0);
  }
}
