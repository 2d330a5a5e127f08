package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.OptionalValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Whether the input is there: not left out and no empty optional. */
final class OptionalHasElement implements ValueOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact input = Facts.optional(inputs, 0);
    boolean known = input == null || input.hasDims();
    return List.of(
        known ? TensorFact.constant(scalar(input != null)) : TensorFact.of(DataType.BOOL));
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    Value input = Sequences.optional(inputs, 0);
    boolean has = input instanceof OptionalValue optional ? optional.isPresent() : input != null;
    return new Value[] {scalar(has)};
  }

  private static Tensor scalar(boolean value) {
    return Tensor.of(new boolean[] {value});
  }
}
