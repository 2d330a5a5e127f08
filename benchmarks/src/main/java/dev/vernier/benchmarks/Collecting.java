package dev.vernier.benchmarks;

import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.StateObserver;
import dev.vernier.stats.CollectOptions;
import dev.vernier.stats.Folds;
import dev.vernier.stats.SampleValues;
import dev.vernier.stats.StateCollector;
import dev.vernier.stats.TensorSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Collects states as a calibration does, one sample a run, the folds in turn. */
final class Collecting {
  private final StateCollector collector;
  private final Map<String, Integer> indices = new HashMap<>();
  private final StateObserver observer;
  private final byte[] hash = new byte[32];

  /**
   * @param perSample whether statistics of single samples are collected besides minimum, maximum
   *     and histogram
   */
  Collecting(Set<String> observed, boolean perSample) {
    Set<String> sorted = new TreeSet<>(observed);
    for (String name : sorted) {
      indices.put(name, indices.size());
    }
    this.collector =
        new StateCollector(
            sorted.stream().map(TensorSpec::of).toList(),
            CollectOptions.defaults().withPerSample(perSample));
    this.observer = new StateObserver(collector, indices, 1);
  }

  /** Runs a session that observes these tensors. */
  void run(InferenceSession session, Map<String, Tensor> inputs, Map<String, Tensor> results) {
    begin();
    session.run(inputs, observer, results);
    end();
  }

  void begin() {
    hash[0] = (byte) ((hash[0] + 1) % Folds.COUNT);
    collector.begin(hash);
  }

  void observe(String tensor, SampleValues values) {
    collector.observe(indices.get(tensor), values);
  }

  void end() {
    collector.end();
  }
}
