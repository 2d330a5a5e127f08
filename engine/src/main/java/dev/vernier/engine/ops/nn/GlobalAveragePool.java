package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Tensor;
import dev.vernier.onnx.DataType;

/** Mean of every channel: its elements added in order, divided by their number. */
final class GlobalAveragePool extends GlobalPool {
  @Override
  double reduce(Tensor x, int from, int n) {
    if (x.type() != DataType.FLOAT) {
      double sum = 0;
      for (int i = from; i < from + n; i++) {
        sum += x.doubleAt(i);
      }
      return sum / n;
    }
    float sum = 0;
    for (int i = 0; i < n; i++) {
      sum += x.floats()[x.offset() + from + i];
    }
    return sum / n;
  }
}
