package dev.vernier.engine.ops.common;

import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.DataType;

/**
 * Elements of any numeric type as double precision numbers, for operators that compute in double
 * and round once at the end.
 */
public final class Doubles {
  private Doubles() {}

  /** All elements in scratch memory, from index 0 on. */
  public static double[] of(Tensor x, Workspace workspace) {
    double[] values = workspace.doubles(x.size());
    if (x.type() == DataType.FLOAT) {
      float[] floats = x.floats();
      for (int i = 0; i < x.size(); i++) {
        values[i] = floats[x.offset() + i];
      }
      return values;
    }
    for (int i = 0; i < x.size(); i++) {
      values[i] = x.doubleAt(i);
    }
    return values;
  }

  /** Element 0 of an optional tensor, or what holds without it. */
  public static double scalar(Tensor x, double absent) {
    return x == null || x.size() == 0 ? absent : x.doubleAt(0);
  }
}
