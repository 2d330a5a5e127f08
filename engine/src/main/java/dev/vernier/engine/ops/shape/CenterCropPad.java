package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Cuts or pads axes to given lengths about their middle: half of the difference, rounded down, goes
 * before, the rest after. Padding is zero.
 */
final class CenterCropPad implements Operator {
  private final long[] axes;

  CenterCropPad(NodeContext context) {
    axes = Arguments.attribute(context.node(), "axes");
  }

  private int[] dims(int[] from, Tensor shape) {
    long[] named = axes == null ? LongStream.range(0, from.length).toArray() : axes;
    if (named.length != shape.size()) {
      throw new IllegalArgumentException(
          "a shape of " + shape.size() + " entries for " + named.length + " axes");
    }
    int[] dims = from.clone();
    for (int i = 0; i < named.length; i++) {
      dims[Dims.axis(named[i], from.length)] = Shapes.dimension(shape.longAt(i));
    }
    return dims;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    Tensor shape = inputs.get(1).value();
    return List.of(
        x.hasDims() && shape != null
            ? TensorFact.of(x.type(), dims(x.dims(), shape))
            : TensorFact.unknown(x.type()));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    Tensor y = outputs[0];
    Copies.clear(y);
    int[] read = Dims.strides(x.dims());
    int[] write = Dims.strides(y.dims());
    int[] common = x.dims();
    int from = 0;
    int to = 0;
    for (int axis = 0; axis < common.length; axis++) {
      int surplus = x.dim(axis) - y.dim(axis);
      from += surplus > 0 ? surplus / 2 * read[axis] : 0;
      to += surplus < 0 ? -surplus / 2 * write[axis] : 0;
      common[axis] = Math.min(x.dim(axis), y.dim(axis));
    }
    Copies.strided(common, x, from, read, y, to, write);
  }
}
