package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Tensors of one element type in order. Sequences share their tensors, which therefore must have
 * storage of their own and not be written.
 *
 * @param type element type of the tensors; UNDEFINED if the sequence is empty and nothing says
 */
public record SequenceValue(DataType type, List<Tensor> elements) implements Value {
  /** Fails if the tensors are not of that element type. */
  public SequenceValue {
    elements = List.copyOf(elements);
    if (type == DataType.UNDEFINED && !elements.isEmpty()) {
      type = elements.get(0).type();
    }
    for (Tensor element : elements) {
      if (element.type() != type) {
        throw new IllegalArgumentException(
            "a sequence of tensors of type " + type + " cannot hold " + element);
      }
    }
  }

  /** A sequence of the type of its tensors. */
  public static SequenceValue of(Tensor... elements) {
    return new SequenceValue(DataType.UNDEFINED, List.of(elements));
  }

  @Override
  public long byteSize() {
    return elements.stream().mapToLong(Tensor::byteSize).sum();
  }

  @Override
  public SequenceValue copy() {
    return new SequenceValue(type, elements.stream().map(Tensor::copy).toList());
  }

  @Override
  public String toString() {
    return "a sequence of " + elements.size() + " tensors of type " + type;
  }
}
