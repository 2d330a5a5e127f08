package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Reading what is known of inputs, and of inputs that may be absent. */
public final class Facts {
  private Facts() {}

  /** The optional input at {@code index}, null when absent or left out. */
  public static TensorFact optional(List<TensorFact> inputs, int index) {
    return index < inputs.size() ? inputs.get(index) : null;
  }

  /** The optional tensor at {@code index}, null when absent or left out. */
  public static Tensor optional(Tensor[] inputs, int index) {
    return index < inputs.length ? inputs[index] : null;
  }

  /** Whether the optional input at {@code index} is a constant, absent or left out. */
  public static boolean isFixed(List<TensorFact> inputs, int index) {
    TensorFact input = optional(inputs, index);
    return input == null || input.isConstant();
  }

  /** Whether the shapes of all present inputs are known. */
  public static boolean shaped(List<TensorFact> inputs) {
    for (TensorFact input : inputs) {
      if (input != null && input.dims() == null) {
        return false;
      }
    }
    return true;
  }

  /** The integers of a constant input, or null if its value is not known. */
  public static long[] longs(TensorFact fact) {
    return fact == null || fact.value() == null ? null : fact.value().toLongs();
  }

  /** A list with the same fact {@code count} times. */
  public static List<TensorFact> repeat(TensorFact fact, int count) {
    return java.util.Collections.nCopies(count, fact);
  }

  /** Fails with the element type a named operator met and cannot compute with. */
  public static IllegalArgumentException unsupported(Object operator, DataType type) {
    return new IllegalArgumentException(
        operator.getClass().getSimpleName() + " does not support elements of type " + type + ".");
  }
}
