package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import java.util.List;

/**
 * Running sums and products along an axis, forwards or in reverse, with or without the element
 * itself. Floats are rounded after every step.
 */
public abstract class RunningFold implements Operator {
  private final boolean exclusive;
  private final boolean reverse;

  protected RunningFold(NodeContext context) {
    exclusive = context.node().intAttribute("exclusive", 0) != 0;
    reverse = context.node().intAttribute("reverse", 0) != 0;
  }

  /** What a run starts from: 0 or 1. */
  protected abstract long identity();

  /** One step on floating point elements. */
  protected abstract double fold(double a, double b);

  /** One step on integers. */
  protected abstract long fold(long a, long b);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Require.size(inputs, 1, 1);
    Require.rank(inputs, 0, 1, Integer.MAX_VALUE);
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int axis = Dims.axis(inputs[1].longAt(0), x.rank());
    int[] dims = x.dims();
    int inner = Shapes.product(dims, axis + 1, dims.length);
    int outer = Shapes.product(dims, 0, axis);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        run(x, outputs[0], o * dims[axis] * inner + i, inner, dims[axis]);
      }
    }
  }

  private void run(Tensor x, Tensor y, int start, int step, int n) {
    int at = reverse ? start + (n - 1) * step : start;
    int move = reverse ? -step : step;
    if (x.type().isFloatingPoint()) {
      doubles(x, y, at, move, n);
    } else {
      longs(x, y, at, move, n);
    }
  }

  private void doubles(Tensor x, Tensor y, int start, int move, int n) {
    double total = identity();
    for (int i = 0, at = start; i < n; i++, at += move) {
      double element = x.doubleAt(at);
      double next = fold(total, element);
      y.setDouble(at, exclusive ? total : next);
      total = exclusive ? rounded(y, at, next, total) : y.doubleAt(at);
    }
  }

  /** Rounds {@code next} to the output's type, using element {@code at} as a register. */
  private static double rounded(Tensor y, int at, double next, double keep) {
    y.setDouble(at, next);
    double result = y.doubleAt(at);
    y.setDouble(at, keep);
    return result;
  }

  private void longs(Tensor x, Tensor y, int start, int move, int n) {
    long total = identity();
    for (int i = 0, at = start; i < n; i++, at += move) {
      long next = fold(total, x.longAt(at));
      y.setLong(at, exclusive ? total : next);
      total = next;
    }
  }

  @Override
  public final boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    long[] axis = Facts.longs(inputs.get(1));
    boolean within =
        axis != null && inputs.get(0).hasDims() && Dims.axis(axis[0], inputs.get(0).rank()) != 0;
    return SampleAxis0.withinSlices(inputCarries, inputs, within);
  }
}
