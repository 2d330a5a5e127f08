package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/** The number of elements of a tensor. */
final class Size implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(
        x.hasDims()
            ? TensorFact.constant(Tensor.scalar((long) Dims.size(x.dims())))
            : TensorFact.of(DataType.INT64));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    outputs[0].setLong(0, inputs[0].size());
  }
}
