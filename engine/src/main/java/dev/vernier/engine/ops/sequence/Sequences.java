package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.onnx.DataType;

/** What operators on sequences share. */
final class Sequences {
  /** What is known of any sequence or optional. */
  static final TensorFact UNKNOWN = TensorFact.unknown(DataType.UNDEFINED);

  private Sequences() {}

  /** The value as a sequence; fails for anything else. */
  static SequenceValue of(Value value) {
    if (value instanceof SequenceValue sequence) {
      return sequence;
    }
    throw new IllegalArgumentException("expected a sequence, found " + value);
  }

  /** The input at {@code index}, or null if it is left out. */
  static Value optional(Value[] inputs, int index) {
    return index < inputs.length ? inputs[index] : null;
  }

  /**
   * A position from 0 on, counted from the end if given as negative.
   *
   * @param count number of tensors, from which negative positions count
   * @param limit the first position that is too large
   */
  static int position(Value value, int count, int limit) {
    long given = value.tensor().longAt(0);
    long position = given < 0 ? given + count : given;
    if (position < 0 || position >= limit) {
      throw new IllegalArgumentException(
          "position " + given + " is outside a sequence of " + count + " tensors");
    }
    return (int) position;
  }
}
