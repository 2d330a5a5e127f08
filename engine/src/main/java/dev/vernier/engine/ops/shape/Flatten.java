package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.engine.ops.common.View;
import java.util.List;

/** A matrix whose rows are the elements before {@code axis} and whose columns those after it. */
final class Flatten extends View {
  private final long axis;

  Flatten(NodeContext context) {
    axis = context.node().intAttribute("axis", 1);
  }

  @Override
  protected int[] dims(List<TensorFact> inputs) {
    int[] dims = inputs.get(0).dims();
    int split = axis == dims.length ? dims.length : Dims.axis(axis, dims.length);
    return new int[] {Shapes.product(dims, 0, split), Shapes.product(dims, split, dims.length)};
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, axis == 1);
  }
}
