package dev.vernier.engine;

import dev.vernier.onnx.DataType;

/**
 * What is known of a tensor before it is computed.
 *
 * @param dims the concrete dimensions, or null if the shape depends on data; do not modify
 * @param value the value if it is the same in every run, otherwise null; do not modify
 */
public record TensorFact(DataType type, int[] dims, Tensor value) {
  /** A fact of known shape and unknown value. */
  public static TensorFact of(DataType type, int... dims) {
    return new TensorFact(type, dims, null);
  }

  /** A fact whose shape depends on data. */
  public static TensorFact unknown(DataType type) {
    return new TensorFact(type, null, null);
  }

  /** What is known of a value that a run gives: type and shape of a tensor, else nothing. */
  public static TensorFact shapeOf(Value value) {
    return value instanceof Tensor tensor
        ? new TensorFact(tensor.type(), tensor.dimsInternal(), null)
        : unknown(DataType.UNDEFINED);
  }

  /** A constant. */
  public static TensorFact constant(Tensor value) {
    return new TensorFact(value.type(), value.dimsInternal(), value);
  }

  public boolean isConstant() {
    return value != null;
  }

  public boolean hasDims() {
    return dims != null;
  }

  /** Rank; the dimensions must be known. */
  public int rank() {
    return dims.length;
  }

  /** The same shape with another element type and no value. */
  public TensorFact withType(DataType newType) {
    return new TensorFact(newType, dims, null);
  }

  @Override
  public String toString() {
    return type + Dims.text(dims) + (value == null ? "" : " constant");
  }
}
