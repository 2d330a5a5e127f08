package dev.vernier.engine.ops.reduce;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.RunForm;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Rows;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.KernelsProvider;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Reduces a tensor over axes named by attribute or input; over all when none are named. Elements
 * enter in row-major order of the reduced axes.
 */
abstract class Reduction implements Operator {
  private static final Kernels KERNELS = KernelsProvider.kernels();

  private final long[] attribute;
  private final boolean keepDims;
  private final boolean nothingIfEmpty;

  Reduction(NodeContext context) {
    attribute = Arguments.attribute(context.node(), "axes");
    keepDims = context.node().intAttribute("keepdims", 1) != 0;
    nothingIfEmpty = context.node().intAttribute("noop_with_empty_axes", 0) != 0;
  }

  /** Reduces a run of n floats, possibly none; there is scratch memory for n. */
  abstract float reduce(Kernels kernels, float[] x, int xo, int n, float[] scratch);

  /** Reduces a run of double precision numbers, possibly empty. */
  abstract double reduceDoubles(Tensor x, int from, int n);

  /** Reduces a run of integers; the result is narrowed to the type by wrapping. */
  long reduceLongs(Tensor x, int from, int n) {
    return (long) reduceDoubles(x, from, n);
  }

  private boolean[] marked(long[] axes, int rank) {
    boolean[] marked = new boolean[rank];
    if (axes == null || axes.length == 0) {
      Arrays.fill(marked, !nothingIfEmpty);
      return marked;
    }
    return Shapes.mask(axes, rank);
  }

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims() || Arguments.pending(inputs, 1)) {
      return List.of(TensorFact.unknown(x.type()));
    }
    boolean[] marked = marked(Arguments.longs(inputs, 1, attribute), x.rank());
    int[] dims = new int[x.rank()];
    int rank = 0;
    for (int i = 0; i < dims.length; i++) {
      if (!marked[i] || keepDims) {
        dims[rank++] = marked[i] ? 1 : x.dims()[i];
      }
    }
    return List.of(TensorFact.of(x.type(), Arrays.copyOf(dims, rank)));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    boolean[] marked = marked(Arguments.longs(inputs, 1, attribute), x.rank());
    Tensor rows = Rows.last(x, marked, workspace);
    int n = Rows.length(x.dims(), marked);
    float[] scratch = x.type() == DataType.FLOAT ? workspace.floats(n) : null;
    for (int i = 0; i < y.size(); i++) {
      if (x.type() == DataType.FLOAT) {
        float[] data = rows.floats();
        y.floats()[y.offset() + i] =
            reduce(workspace.kernels(), data, rows.offset() + i * n, n, scratch);
      } else if (x.type() == DataType.DOUBLE) {
        y.setDouble(i, reduceDoubles(rows, i * n, n));
      } else {
        y.setLong(i, reduceLongs(rows, i * n, n));
      }
    }
  }

  /** Of the last axis, where it is kept and no scratch memory is needed. */
  @Override
  public RunForm runForm(List<TensorFact> inputs) {
    if (!keepDims || Arguments.pending(inputs, 1)) {
      return null;
    }
    int rank = inputs.get(0).rank();
    boolean[] last = new boolean[rank];
    Arrays.fill(last, Math.max(0, rank - 1), rank, true);
    boolean fits = Arrays.equals(last, marked(Arguments.longs(inputs, 1, attribute), rank));
    return fits ? RunForm.reduction(this::reduceRows) : null;
  }

  private void reduceRows(float[] x, int xo, float[] y, int yo, int rows, int n) {
    for (int r = 0; r < rows; r++) {
      y[yo + r] = reduce(KERNELS, x, xo + r * n, n, null);
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean within = inputs.get(0).hasDims() && !Arguments.pending(inputs, 1);
    if (within) {
      within = !marked(Arguments.longs(inputs, 1, attribute), inputs.get(0).rank())[0];
    }
    return SampleAxis0.withinSlices(inputCarries, inputs, within);
  }
}
