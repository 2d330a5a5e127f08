package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;
import java.util.List;

/** A sequence without tensors, for those of type {@code dtype}. */
final class SequenceEmpty implements ValueOperator {
  private final DataType type;

  SequenceEmpty(NodeContext context) {
    type = DataType.of((int) context.node().intAttribute("dtype", DataType.FLOAT.code()));
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Sequences.UNKNOWN);
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    return new Value[] {new SequenceValue(type, List.of())};
  }
}
