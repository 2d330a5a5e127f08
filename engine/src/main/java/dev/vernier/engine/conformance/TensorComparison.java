package dev.vernier.engine.conformance;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Tolerance;
import dev.vernier.onnx.DataType;
import java.util.Arrays;

/** Compares a computed tensor with a recorded one. */
final class TensorComparison {
  private final Tolerance tolerance;

  TensorComparison(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  /** The first difference in words, or null if there is none. */
  String difference(Tensor expected, Tensor actual) {
    if (expected.type() != actual.type() || !Arrays.equals(expected.dims(), actual.dims())) {
      return "expected " + expected + ", actual " + actual;
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

  private static String integers(Tensor expected, Tensor actual) {
    for (int i = 0; i < expected.size(); i++) {
      if (expected.longAt(i) != actual.longAt(i)) {
        return at(i, expected.longAt(i), actual.longAt(i));
      }
    }
    return null;
  }

  private String floats(Tensor expected, Tensor actual) {
    float ulp = unit(expected.type());
    for (int i = 0; i < expected.size(); i++) {
      double wanted = expected.doubleAt(i);
      double found = actual.doubleAt(i);
      double limit = tolerance.absolute() + Math.max(tolerance.relative(), ulp) * Math.abs(wanted);
      boolean equal =
          wanted == found
              || (Double.isNaN(wanted) && Double.isNaN(found))
              || Math.abs(wanted - found) <= limit;
      if (!equal) {
        return at(i, wanted, found);
      }
    }
    return null;
  }

  /** Two steps of the type's spacing: below that no tolerance makes sense. */
  private static float unit(DataType type) {
    return switch (type) {
      case FLOAT16 -> 0x1p-9f;
      case BFLOAT16 -> 0x1p-6f;
      default -> 0;
    };
  }

  private static String at(int index, Object expected, Object actual) {
    return "element " + index + ": expected " + expected + ", actual " + actual;
  }
}
