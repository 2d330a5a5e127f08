package dev.vernier.engine.conformance;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.DataType;
import java.util.Arrays;

/** Compares a computed tensor with a recorded one, by a declared tolerance. */
final class TensorComparison {
  /** Steps of an 8-bit range. */
  private static final float STEPS = 255;

  private final Tolerance tolerance;

  private final boolean values;

  TensorComparison(Tolerance tolerance) {
    this(tolerance, true);
  }

  /**
   * @param values false to compare types and shapes only
   */
  TensorComparison(Tolerance tolerance, boolean values) {
    this.tolerance = tolerance;
    this.values = values;
  }

  /** The first difference in words, or null if there is none. */
  String difference(Tensor expected, Tensor actual) {
    if (expected.type() != actual.type() || !Arrays.equals(expected.dims(), actual.dims())) {
      return "expected " + expected + ", actual " + actual;
    }
    if (!values) {
      return null;
    }
    if (expected.type() == DataType.STRING) {
      return strings(expected, actual);
    }
    return expected.type().isFloatingPoint()
        ? floats(expected, actual)
        : integers(expected, actual);
  }

  private static String strings(Tensor expected, Tensor actual) {
    for (int i = 0; i < expected.size(); i++) {
      String wanted = expected.strings()[expected.offset() + i];
      String found = actual.strings()[actual.offset() + i];
      if (!wanted.equals(found)) {
        return at(i, wanted, found);
      }
    }
    return null;
  }

  private String integers(Tensor expected, Tensor actual) {
    for (int i = 0; i < expected.size(); i++) {
      if (!tolerance.accepts(expected.longAt(i), actual.longAt(i), 0)) {
        return at(i, expected.longAt(i), actual.longAt(i));
      }
    }
    return null;
  }

  private String floats(Tensor expected, Tensor actual) {
    Tolerance limit = ofFloats(expected.type());
    double scale = largest(expected);
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.doubleAt(i);
      double found = actual.doubleAt(i);
      if (!limit.accepts(wanted, found, scale)) {
        return at(i, wanted, found);
      }
    }
    return null;
  }

  /** A share, and where an operator rounded to codes before, one of the 255 steps of a range. */
  private Tolerance ofFloats(DataType type) {
    boolean exact = tolerance.equals(Tolerance.exact());
    boolean codes = tolerance.absolute() >= 1;
    float share = tolerance.relative() + (codes ? tolerance.absolute() / STEPS : 0);
    float rounding = exact ? 0 : unit(type);
    return new Tolerance(Math.max(share, rounding), codes ? 0 : tolerance.absolute());
  }

  /** Two steps of a short type's spacing: results that are not exact may round the other way. */
  private static float unit(DataType type) {
    return switch (type) {
      case FLOAT16 -> 0x1p-9f;
      case BFLOAT16 -> 0x1p-6f;
      default -> 0;
    };
  }

  private static double largest(Tensor tensor) {
    double largest = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double magnitude = Math.abs(tensor.doubleAt(i));
      largest = magnitude < Double.POSITIVE_INFINITY ? Math.max(largest, magnitude) : largest;
    }
    return largest;
  }

  private static String at(int index, Object expected, Object actual) {
    return "element " + index + ": expected " + expected + ", actual " + actual;
  }
}
