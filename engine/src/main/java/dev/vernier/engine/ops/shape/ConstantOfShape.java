package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import java.util.List;

/** A tensor of given shape with one value everywhere. */
final class ConstantOfShape implements Operator {
  private final Tensor value;

  ConstantOfShape(NodeContext context) {
    value = context.node().tensorAttribute("value").map(Tensor::from).orElse(Tensor.scalar(0f));
    if (value.size() != 1) {
      throw new IllegalArgumentException("attribute value is " + value + ": expected one element");
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    long[] shape = Facts.longs(inputs.get(0));
    return List.of(
        shape == null
            ? TensorFact.unknown(value.type())
            : TensorFact.of(value.type(), Dims.ofLongs(shape)));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    int[] dims = outputs[0].dims();
    Copies.strided(dims, value, 0, new int[dims.length], outputs[0], 0, Dims.strides(dims));
  }
}
