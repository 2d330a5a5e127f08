package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.TensorFact;
import dev.vernier.onnx.Node;
import java.util.Arrays;
import java.util.List;

/**
 * Checks of shapes and attributes that operators make in {@code infer} and in their constructors:
 * what reaches {@code eval} then fits its arithmetic. A fact that is null or of unknown shape
 * passes.
 */
public final class Require {
  private Require() {}

  /** Fails unless the input has a rank between the two. */
  public static void rank(List<TensorFact> inputs, int index, int low, int high) {
    TensorFact fact = Facts.optional(inputs, index);
    if (fact != null && fact.hasDims() && (fact.rank() < low || fact.rank() > high)) {
      String expected =
          low == high
              ? "" + low
              : high == Integer.MAX_VALUE ? low + " or more" : low + " to " + high;
      throw new IllegalArgumentException(
          "input "
              + index
              + " has shape "
              + Dims.text(fact.dims())
              + ": expected rank "
              + expected);
    }
  }

  /** Fails unless the input has exactly this shape, in which -1 stands for any dimension. */
  public static void shape(List<TensorFact> inputs, int index, int... dims) {
    TensorFact fact = Facts.optional(inputs, index);
    if (fact == null || !fact.hasDims()) {
      return;
    }
    boolean fits = fact.rank() == dims.length;
    for (int i = 0; fits && i < dims.length; i++) {
      fits = dims[i] == -1 || dims[i] == fact.dims()[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "input "
              + index
              + " has shape "
              + Dims.text(fact.dims())
              + ": expected "
              + Dims.text(dims).replace("-1", "?"));
    }
  }

  /** Fails unless the input has this number of elements. */
  public static void size(List<TensorFact> inputs, int index, int size) {
    TensorFact fact = Facts.optional(inputs, index);
    if (fact != null && fact.hasDims() && Dims.size(fact.dims()) != size) {
      throw new IllegalArgumentException(
          "input "
              + index
              + " has shape "
              + Dims.text(fact.dims())
              + ": expected "
              + size
              + (size == 1 ? " element" : " elements"));
    }
  }

  /** Fails unless the last axis of the input holds real numbers, or real and imaginary parts. */
  public static void realOrComplex(List<TensorFact> inputs, int index) {
    TensorFact fact = Facts.optional(inputs, index);
    if (fact == null || !fact.hasDims()) {
      return;
    }
    int parts = fact.rank() == 0 ? 0 : fact.dims()[fact.rank() - 1];
    if (parts != 1 && parts != 2) {
      throw new IllegalArgumentException(
          "input "
              + index
              + " has shape "
              + Dims.text(fact.dims())
              + ": expected 1 (real) or 2 (complex) in the last dimension");
    }
  }

  /** Fails unless the input has one element, or this number of them. */
  public static void oneOr(List<TensorFact> inputs, int index, int size) {
    TensorFact fact = Facts.optional(inputs, index);
    if (fact != null && fact.hasDims() && Dims.size(fact.dims()) != 1) {
      size(inputs, index, size);
    }
  }

  /** Fails unless the input can be repeated to this shape. */
  public static void broadcasts(List<TensorFact> inputs, int index, int... dims) {
    TensorFact fact = Facts.optional(inputs, index);
    if (fact != null && fact.hasDims() && !Arrays.equals(Dims.broadcast(fact.dims(), dims), dims)) {
      throw new IllegalArgumentException(
          "input "
              + index
              + " has shape "
              + Dims.text(fact.dims())
              + ", which does not broadcast to "
              + Dims.text(dims));
    }
  }

  /** An attribute that must be from 1 to 2^31-1. */
  public static int positive(Node node, String attribute, long absent) {
    return within(node, attribute, absent, 1, Integer.MAX_VALUE);
  }

  /** An attribute that must be within the bounds. */
  public static int within(Node node, String attribute, long absent, int low, int high) {
    long value = node.intAttribute(attribute, absent);
    if (value < low || value > high) {
      throw new IllegalArgumentException(
          "attribute "
              + attribute
              + " = "
              + value
              + ": expected "
              + (high == Integer.MAX_VALUE ? low + " or more" : low + " to " + high));
    }
    return (int) value;
  }

  /** Fails unless there are as many values as wanted. */
  public static void count(String what, long[] values, int expected) {
    if (values.length != expected) {
      throw new IllegalArgumentException(
          what + " " + Arrays.toString(values) + ": expected " + expected + " values");
    }
  }

  /** A value that fits an {@code int}, computed in 64 bits. */
  public static int integer(String what, long value) {
    if ((int) value != value) {
      throw new IllegalArgumentException(what + " of " + value + " is out of bounds");
    }
    return (int) value;
  }
}
