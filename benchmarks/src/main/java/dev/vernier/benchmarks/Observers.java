package dev.vernier.benchmarks;

import dev.vernier.engine.TensorObserver;
import dev.vernier.kernels.Kernels;
import dev.vernier.kernels.Ordered;
import java.util.HashMap;
import java.util.Map;

/** What a calibration pass does with every tensor, without the rest of it. */
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

  /** Exact minimum and maximum, and the histogram into tables that all tensors share. */
  static TensorObserver histogram(Kernels kernels) {
    TensorObserver bounds = minMax(kernels);
    int[] tables = new int[Kernels.HISTOGRAM_TABLES];
    return (tensor, view) -> {
      bounds.observe(tensor, view);
      for (int s = 0; s < view.samples(); s++) {
        view.forEachRun(s, (data, off, n) -> kernels.histogram16(data, off, n, tables));
      }
    };
  }
}
