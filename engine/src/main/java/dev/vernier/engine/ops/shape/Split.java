package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Cuts a tensor along an axis into parts whose sizes are an attribute (before opset 13), an input,
 * or equal, the last one smaller.
 */
final class Split implements Operator {
  private final long axis;
  private final long[] sizes;
  private final int count;

  Split(NodeContext context) {
    axis = context.node().intAttribute("axis", 0);
    sizes = Arguments.attribute(context.node(), "split");
    count = context.node().outputs().size();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims() || Arguments.pending(inputs, 1)) {
      return Collections.nCopies(count, TensorFact.unknown(x.type()));
    }
    int at = Dims.axis(axis, x.rank());
    long[] parts = parts(Arguments.longs(inputs, 1, sizes), x.dims()[at]);
    List<TensorFact> facts = new ArrayList<>();
    for (long part : parts) {
      facts.add(TensorFact.of(x.type(), Shapes.with(x.dims(), at, Shapes.dimension(part))));
    }
    return facts;
  }

  private long[] parts(long[] given, int length) {
    if (given != null) {
      if (given.length != count || Arrays.stream(given).sum() != length) {
        throw new IllegalArgumentException(
            "split "
                + Arrays.toString(given)
                + " does not cut a dimension of "
                + length
                + " into "
                + count
                + " outputs");
      }
      return given;
    }
    long size = ((long) length + count - 1) / count;
    long[] parts = new long[count];
    for (int i = 0; i < count; i++) {
      parts[i] = Math.max(0, Math.min(size, length - i * size));
    }
    return parts;
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int[] dims = x.dims();
    int at = Dims.axis(axis, dims.length);
    int outer = Shapes.product(dims, 0, at);
    int inner = Shapes.product(dims, at + 1, dims.length);
    long[] parts = parts(Arguments.longs(inputs, 1, sizes), dims[at]);
    int start = 0;
    for (int i = 0; i < count; i++) {
      int length = (int) parts[i] * inner;
      for (int o = 0; outputs[i] != null && o < outer; o++) {
        Copies.run(x, o * dims[at] * inner + start, outputs[i], o * length, length);
      }
      start += length;
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean within = inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0;
    boolean[] carries = new boolean[outputs.size()];
    Arrays.fill(carries, within && SampleAxis0.onlyFirst(inputCarries, inputs));
    return carries;
  }
}
