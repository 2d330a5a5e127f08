package dev.vernier.benchmarks;

import dev.vernier.engine.TensorObserver;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.Ordered;
import java.util.HashMap;
import java.util.Map;

/** What is asked of observed tensors, without the rest of a calibration. */
final class Observers {
  private Observers() {}

  /** Exact minimum and maximum. */
  static TensorObserver minMax(Kernels kernels) {
    Map<String, int[]> bounds = new HashMap<>();
    return (tensor, view) -> {
      int[] own =
          bounds.computeIfAbsent(tensor, t -> new int[] {Ordered.EMPTY_MIN, Ordered.EMPTY_MAX});
      for (int s = 0; s < view.samples(); s++) {
        view.forEachRun(s, (data, off, n) -> kernels.minMaxOrdered(data, off, n, own));
      }
    };
  }
}
