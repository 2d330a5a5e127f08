package dev.vernier.engine.ops.experimental;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.SampleAxis0;
import java.util.List;

/**
 * Cuts images [N,C,H,W]: {@code border} is left, top, right, bottom; with {@code scale} (height,
 * width) the size is that, and only left and top of the border count.
 */
final class Crop implements Operator {
  private final int[] border;
  private final int[] size;

  Crop(NodeContext context) {
    border = ints(context, "border", 4);
    size = context.node().hasAttribute("scale") ? ints(context, "scale", 2) : null;
  }

  private static int[] ints(NodeContext context, String name, int count) {
    long[] values = context.node().intsAttribute(name);
    if (values.length != count) {
      throw new IllegalArgumentException(
          "attribute '" + name + "' must have " + count + " values, found " + values.length);
    }
    return java.util.Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return List.of(x.withType(x.type()));
    }
    if (x.rank() != 4) {
      throw new IllegalArgumentException("expected images [N,C,H,W], found " + x);
    }
    int[] d = x.dims();
    int height = size == null ? d[2] - border[1] - border[3] : size[0];
    int width = size == null ? d[3] - border[0] - border[2] : size[1];
    requireWithin(x, border[1], height, d[2]);
    requireWithin(x, border[0], width, d[3]);
    return List.of(TensorFact.of(x.type(), d[0], d[1], height, width));
  }

  private static void requireWithin(TensorFact x, int start, int length, int available) {
    if (start < 0 || length < 1 || length > available - start) {
      throw new IllegalArgumentException(
          "cannot cut " + length + " from " + start + " of " + available + " in " + x);
    }
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    int first = border[1] * x.dim(3) + border[0];
    Copies.strided(y.dims(), x, first, Dims.strides(x.dims()), y, 0, Dims.strides(y.dims()));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
