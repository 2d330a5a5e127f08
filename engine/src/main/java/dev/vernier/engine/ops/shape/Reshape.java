package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.engine.ops.common.View;
import java.util.Arrays;
import java.util.List;

/** The same elements under the shape of input 1: 0 copies a dimension, -1 takes what is left. */
final class Reshape extends View {
  private final boolean zeroIsZero;

  Reshape(NodeContext context) {
    zeroIsZero = context.node().intAttribute("allowzero", 0) != 0;
  }

  @Override
  protected int[] dims(List<TensorFact> inputs) {
    long[] shape = Facts.longs(inputs.get(1));
    if (shape == null) {
      return null;
    }
    int[] from = inputs.get(0).dims();
    int[] dims = new int[shape.length];
    int open = -1;
    long known = 1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == -1) {
        if (open >= 0) {
          throw new IllegalArgumentException(
              "shape " + Arrays.toString(shape) + " leaves two dimensions open");
        }
        open = i;
        continue;
      }
      boolean copied = shape[i] == 0 && !zeroIsZero;
      if (copied && i >= from.length) {
        throw new IllegalArgumentException(
            "shape "
                + Arrays.toString(shape)
                + " copies dimension "
                + i
                + " of "
                + Dims.text(from));
      }
      dims[i] = copied ? from[i] : Shapes.dimension(shape[i]);
      known = Math.multiplyExact(known, dims[i]);
    }
    if (open >= 0) {
      dims[open] = known == 0 ? 0 : (int) (Dims.size(from) / known);
    }
    return dims;
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    int[] from = inputs.get(0).dims();
    int[] to = outputs.get(0).dims();
    boolean kept = from != null && to != null && to.length > 0 && from[0] == to[0];
    return SampleAxis0.withinSlices(inputCarries, inputs, kept);
  }
}
