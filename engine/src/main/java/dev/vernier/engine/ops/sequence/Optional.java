package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.OptionalValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import java.util.List;

/** An optional value: a copy of the input, or nothing if there is no input. */
final class Optional implements ValueOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Sequences.UNKNOWN);
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    Value element = Sequences.optional(inputs, 0);
    if (element == null) {
      return new Value[] {OptionalValue.EMPTY};
    }
    Value owned = element instanceof Tensor tensor ? tensor.copy() : element;
    return new Value[] {new OptionalValue(owned)};
  }
}
