package dev.vernier.engine;

/** What a graph's edges carry: a tensor, a sequence of tensors, or one of these or nothing. */
public sealed interface Value permits Tensor, SequenceValue, OptionalValue {
  /** Bytes that the elements take in memory. */
  long byteSize();

  /** The same value with storage of its own. */
  Value copy();

  /** This value, which must be a tensor; fails with IllegalArgumentException otherwise. */
  default Tensor tensor() {
    throw new IllegalArgumentException("expected a tensor, found " + this);
  }
}
