package dev.vernier.benchmarks;

import dev.vernier.engine.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Inputs of consecutive runs of a model.
 *
 * @param runs what each run is fed
 * @param feedback inputs that every run but the first takes from the run before: output by input
 */
record InputSequence(List<Map<String, Tensor>> runs, Map<String, String> feedback) {
  /** A single run. */
  static InputSequence of(Map<String, Tensor> inputs) {
    return new InputSequence(List.of(inputs), Map.of());
  }
}
