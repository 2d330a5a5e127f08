package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/** The tensor at a position of a sequence. */
final class SequenceAt implements ValueOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(TensorFact.unknown(DataType.UNDEFINED));
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    List<Tensor> elements = Sequences.of(inputs[0]).elements();
    int at = Sequences.position(inputs[1], elements.size(), elements.size());
    return new Value[] {elements.get(at)};
  }
}
