package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.engine.ops.common.View;
import java.util.Arrays;
import java.util.List;

/** Removes dimensions of 1: those named by attribute (before opset 13) or input, or all of them. */
final class Squeeze extends View {
  private final long[] axes;

  Squeeze(NodeContext context) {
    axes = Arguments.attribute(context.node(), "axes");
  }

  @Override
  protected int[] dims(List<TensorFact> inputs) {
    if (Arguments.pending(inputs, 1)) {
      return null;
    }
    int[] from = inputs.get(0).dims();
    long[] chosen = Arguments.longs(inputs, 1, axes);
    boolean[] mask = chosen == null ? null : Shapes.mask(chosen, from.length);
    int[] dims = new int[from.length];
    int rank = 0;
    for (int i = 0; i < from.length; i++) {
      if (mask == null ? from[i] != 1 : !mask[i]) {
        dims[rank++] = from[i];
      }
    }
    return Arrays.copyOf(dims, rank);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    long[] chosen = Arguments.longs(inputs, 1, axes);
    boolean within = chosen != null && !Shapes.mask(chosen, inputs.get(0).rank())[0];
    return SampleAxis0.withinSlices(inputCarries, inputs, within);
  }
}
