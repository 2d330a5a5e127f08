package dev.vernier.onnx.io;

import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.TensorData;
import java.util.List;

/** A recorded value: an input or an output of a model in a test data folder. */
public sealed interface Value {
  record TensorValue(TensorData tensor) implements Value {}

  record SparseValue(SparseTensor tensor) implements Value {}

  record SequenceValue(String name, List<Value> elements) implements Value {
    public SequenceValue {
      elements = List.copyOf(elements);
    }
  }

  /**
   * Keys and their values, in the order of the file.
   *
   * @param keys one-dimensional, integers or strings
   */
  record MapValue(String name, TensorData keys, List<Value> values) implements Value {
    public MapValue {
      values = List.copyOf(values);
    }
  }

  /**
   * @param value null if absent
   */
  record OptionalValue(String name, Value value) implements Value {
    public boolean isPresent() {
      return value != null;
    }
  }
}
