package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import java.util.ArrayList;
import java.util.List;

/** A sequence without the tensor at a position, by default the last. */
final class SequenceErase implements ValueOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Sequences.UNKNOWN);
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    SequenceValue sequence = Sequences.of(inputs[0]);
    Value position = Sequences.optional(inputs, 1);
    List<Tensor> elements = new ArrayList<>(sequence.elements());
    int count = elements.size();
    if (count == 0) {
      throw new IllegalArgumentException("an empty sequence has no tensor to erase");
    }
    elements.remove(position == null ? count - 1 : Sequences.position(position, count, count));
    return new Value[] {new SequenceValue(sequence.type(), elements)};
  }
}
