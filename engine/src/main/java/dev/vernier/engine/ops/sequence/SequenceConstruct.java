package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** A sequence of copies of the inputs. */
final class SequenceConstruct implements ValueOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Sequences.UNKNOWN);
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    List<Tensor> elements = Arrays.stream(inputs).map(v -> v.tensor().copy()).toList();
    return new Value[] {new SequenceValue(DataType.UNDEFINED, elements)};
  }
}
