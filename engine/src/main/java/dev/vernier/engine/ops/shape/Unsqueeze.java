package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.engine.ops.common.View;
import java.util.List;

/** Inserts dimensions of 1 at positions of the output, by attribute (before opset 13) or input. */
final class Unsqueeze extends View {
  private final long[] axes;

  Unsqueeze(NodeContext context) {
    axes = Arguments.attribute(context.node(), "axes");
  }

  @Override
  protected int[] dims(List<TensorFact> inputs) {
    long[] chosen = Arguments.longs(inputs, 1, axes);
    if (chosen == null) {
      return null;
    }
    int[] from = inputs.get(0).dims();
    boolean[] mask = Shapes.mask(chosen, from.length + chosen.length);
    int[] dims = new int[mask.length];
    int next = 0;
    for (int i = 0; i < dims.length; i++) {
      dims[i] = mask[i] ? 1 : from[next++];
    }
    return dims;
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    long[] chosen = Arguments.longs(inputs, 1, axes);
    boolean within =
        chosen != null && !Shapes.mask(chosen, inputs.get(0).rank() + chosen.length)[0];
    return SampleAxis0.withinSlices(inputCarries, inputs, within);
  }
}
