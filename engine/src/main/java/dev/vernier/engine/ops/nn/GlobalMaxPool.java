package dev.vernier.engine.ops.nn;

import dev.vernier.engine.Tensor;

/** Largest element of every channel. */
final class GlobalMaxPool extends GlobalPool {
  @Override
  double reduce(Tensor x, int from, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; i < from + n; i++) {
      largest = Math.max(largest, x.doubleAt(i));
    }
    return largest;
  }
}
