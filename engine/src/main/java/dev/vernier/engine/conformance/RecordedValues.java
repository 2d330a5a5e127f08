package dev.vernier.engine.conformance;

import dev.vernier.engine.OptionalValue;
import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Value;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.ValueType;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.io.TensorReader;
import java.nio.file.Path;
import java.util.List;

/** Reads recorded values of the kinds that the executor has. */
final class RecordedValues {
  private RecordedValues() {}

  /**
   * The value in a file.
   *
   * @param declared type of the input or output that it was recorded of
   */
  static Value read(Path file, ValueType declared) {
    try {
      return value(TensorReader.readValue(file, declared));
    } catch (IllegalArgumentException e) {
      throw new VernierException(file + ": " + e.getMessage(), e);
    }
  }

  private static Value value(dev.vernier.onnx.io.Value recorded) {
    if (recorded instanceof dev.vernier.onnx.io.Value.TensorValue tensor) {
      return Tensor.from(tensor.tensor());
    }
    if (recorded instanceof dev.vernier.onnx.io.Value.SequenceValue sequence) {
      List<Tensor> elements = sequence.elements().stream().map(e -> value(e).tensor()).toList();
      return new SequenceValue(DataType.UNDEFINED, elements);
    }
    if (recorded instanceof dev.vernier.onnx.io.Value.OptionalValue optional) {
      return optional.isPresent()
          ? new OptionalValue(value(optional.value()))
          : OptionalValue.EMPTY;
    }
    throw new IllegalArgumentException("maps and sparse tensors are not supported");
  }
}
