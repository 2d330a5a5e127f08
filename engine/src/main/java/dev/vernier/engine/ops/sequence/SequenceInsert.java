package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import java.util.ArrayList;
import java.util.List;

/** A sequence with a copy of a tensor more: at a position, by default at the end. */
final class SequenceInsert implements ValueOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Sequences.UNKNOWN);
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    SequenceValue sequence = Sequences.of(inputs[0]);
    Value position = Sequences.optional(inputs, 2);
    int count = sequence.elements().size();
    int at = position == null ? count : Sequences.position(position, count, count + 1);
    List<Tensor> elements = new ArrayList<>(sequence.elements());
    elements.add(at, inputs[1].tensor().copy());
    return new Value[] {new SequenceValue(sequence.type(), elements)};
  }
}
