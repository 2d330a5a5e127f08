package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/** The number of tensors in a sequence, a scalar. */
final class SequenceLength implements ValueOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(TensorFact.of(DataType.INT64));
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    return new Value[] {Tensor.scalar((long) Sequences.of(inputs[0]).elements().size())};
  }
}
