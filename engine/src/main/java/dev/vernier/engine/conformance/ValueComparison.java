package dev.vernier.engine.conformance;

import dev.vernier.engine.OptionalValue;
import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Value;

/** Compares a computed value with a recorded one, tensor by tensor. */
final class ValueComparison {
  private final TensorComparison tensors;

  /**
   * @param values false to compare kinds, types and shapes only
   */
  ValueComparison(Tolerance tolerance, boolean values) {
    this.tensors = new TensorComparison(tolerance, values);
  }

  /** The first difference in words, or null if there is none. */
  String difference(Value expected, Value actual) {
    if (expected instanceof Tensor wanted && actual instanceof Tensor found) {
      return tensors.difference(wanted, found);
    }
    if (expected instanceof SequenceValue wanted && actual instanceof SequenceValue found) {
      return sequences(wanted, found);
    }
    if (expected instanceof OptionalValue wanted
        && actual instanceof OptionalValue found
        && wanted.isPresent() == found.isPresent()) {
      return wanted.isPresent() ? difference(wanted.element(), found.element()) : null;
    }
    return "expected " + expected + ", actual " + actual;
  }

  private String sequences(SequenceValue expected, SequenceValue actual) {
    if (expected.elements().size() != actual.elements().size()) {
      return "expected " + expected + ", actual " + actual;
    }
    for (int i = 0; i < expected.elements().size(); i++) {
      String difference = tensors.difference(expected.elements().get(i), actual.elements().get(i));
      if (difference != null) {
        return "tensor " + i + " of the sequence: " + difference;
      }
    }
    return null;
  }
}
