package dev.vernier.onnx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The value of a node's attribute. */
public sealed interface Attribute {

  static Attribute of(long value) {
    return new IntValue(value);
  }

  static Attribute of(float value) {
    return new FloatValue(value);
  }

  static Attribute of(String value) {
    return new StringValue(value.getBytes(StandardCharsets.UTF_8));
  }

  static Attribute ofInts(long... values) {
    return new Ints(values);
  }

  static Attribute ofFloats(float... values) {
    return new Floats(values);
  }

  static Attribute ofStrings(List<String> values) {
    return new Strings(
        values.stream().map(s -> new StringValue(s.getBytes(StandardCharsets.UTF_8))).toList());
  }

  static Attribute of(TensorData value) {
    return new TensorValue(value);
  }

  static Attribute of(Graph value) {
    return new GraphValue(value);
  }

  record IntValue(long value) implements Attribute {}

  record FloatValue(float value) implements Attribute {}

  /** Bytes, usually UTF-8 text. */
  record StringValue(byte[] bytes) implements Attribute {
    public StringValue {
      bytes = bytes.clone();
    }

    @Override
    public byte[] bytes() {
      return bytes.clone();
    }

    public String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof StringValue that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  record TensorValue(TensorData value) implements Attribute {}

  record GraphValue(Graph value) implements Attribute {}

  record SparseValue(SparseTensor value) implements Attribute {}

  record TypeValue(ValueType value) implements Attribute {}

  record Ints(long[] values) implements Attribute {
    public Ints {
      values = values.clone();
    }

    @Override
    public long[] values() {
      return values.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Ints that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return Arrays.toString(values);
    }
  }

  record Floats(float[] values) implements Attribute {
    public Floats {
      values = values.clone();
    }

    @Override
    public float[] values() {
      return values.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Floats that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
      return Arrays.toString(values);
    }
  }

  record Strings(List<StringValue> values) implements Attribute {
    public Strings {
      values = List.copyOf(values);
    }
  }

  record Tensors(List<TensorData> values) implements Attribute {
    public Tensors {
      values = List.copyOf(values);
    }
  }

  record Graphs(List<Graph> values) implements Attribute {
    public Graphs {
      values = List.copyOf(values);
    }
  }

  record Sparses(List<SparseTensor> values) implements Attribute {
    public Sparses {
      values = List.copyOf(values);
    }
  }

  record Types(List<ValueType> values) implements Attribute {
    public Types {
      values = List.copyOf(values);
    }
  }

  /**
   * Inside a function body: the value of the calling node's attribute of that name.
   *
   * @param name attribute of the calling node
   * @param typeCode the declared {@code AttributeProto.AttributeType}
   */
  record Reference(String name, int typeCode) implements Attribute {}
}
