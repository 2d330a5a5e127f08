package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/**
 * A strided cut; starts, ends, axes and steps are attributes before opset 10 and inputs since, and
 * out-of-range ends are clamped.
 */
final class Slice implements Operator {
  private final long[] starts;
  private final long[] ends;
  private final long[] axes;

  Slice(NodeContext context) {
    starts = Arguments.attribute(context.node(), "starts");
    ends = Arguments.attribute(context.node(), "ends");
    axes = Arguments.attribute(context.node(), "axes");
  }

  /** First index, count and step along every axis. */
  private record Cut(int[] first, int[] count, int[] step) {
    static Cut of(int[] dims, long[] starts, long[] ends, long[] axes, long[] steps) {
      int rank = dims.length;
      Cut cut = new Cut(new int[rank], dims.clone(), new int[rank]);
      Arrays.fill(cut.step, 1);
      Require.count("ends", ends, starts.length);
      if (axes != null) {
        Require.count("axes", axes, starts.length);
        Shapes.mask(axes, rank);
      }
      if (steps != null) {
        Require.count("steps", steps, starts.length);
      }
      for (int i = 0; i < starts.length; i++) {
        int axis = Dims.axis(axes == null ? i : axes[i], rank);
        cut.narrow(axis, dims[axis], starts[i], ends[i], steps == null ? 1 : steps[i]);
      }
      return cut;
    }

    private void narrow(int axis, int length, long start, long end, long stride) {
      if (stride == 0) {
        throw new IllegalArgumentException("step 0 along axis " + axis);
      }
      boolean forward = stride > 0;
      long from = start < 0 ? start + length : start;
      long to = end < 0 ? Math.max(end, -1L - length) + length : end;
      from = forward ? clamp(from, 0, length) : clamp(from, 0, length - 1L);
      to = forward ? clamp(to, 0, length) : clamp(to, -1, length - 1L);
      long span = forward ? to - from : from - to;
      long stepSize = stride == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(stride);
      first[axis] = (int) from;
      count[axis] = span <= 0 || length == 0 ? 0 : (int) ((span - 1) / stepSize + 1);
      step[axis] = (int) Math.max(Math.min(stride, length), -(long) length);
    }

    private static long clamp(long value, long low, long high) {
      return Math.max(low, Math.min(high, value));
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    long[] from = Arguments.longs(inputs, 1, starts);
    long[] to = Arguments.longs(inputs, 2, ends);
    if (!x.hasDims()
        || from == null
        || to == null
        || Arguments.pending(inputs, 3)
        || Arguments.pending(inputs, 4)) {
      return List.of(TensorFact.unknown(x.type()));
    }
    long[] along = Arguments.longs(inputs, 3, axes);
    Cut cut = Cut.of(x.dims(), from, to, along, Arguments.longs(inputs, 4, null));
    return List.of(TensorFact.of(x.type(), cut.count));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Cut cut =
        Cut.of(
            x.dims(),
            Arguments.longs(inputs, 1, starts),
            Arguments.longs(inputs, 2, ends),
            Arguments.longs(inputs, 3, axes),
            Arguments.longs(inputs, 4, null));
    int[] read = Dims.strides(x.dims());
    int base = 0;
    for (int i = 0; i < read.length; i++) {
      base += cut.first[i] * read[i];
      read[i] *= cut.step[i];
    }
    Copies.strided(cut.count, x, base, read, outputs[0], 0, Dims.strides(cut.count));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    long[] from = Arguments.longs(inputs, 1, starts);
    boolean within = from != null && inputs.get(0).hasDims() && !Arguments.pending(inputs, 3);
    if (within) {
      long[] along = Arguments.longs(inputs, 3, axes);
      within = along == null ? from.length == 0 : !Shapes.mask(along, inputs.get(0).rank())[0];
    }
    return SampleAxis0.withinSlices(inputCarries, inputs, within);
  }
}
