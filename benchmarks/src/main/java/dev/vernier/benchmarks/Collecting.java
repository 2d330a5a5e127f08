package dev.vernier.benchmarks;

import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorView;
import dev.vernier.stats.CollectOptions;
import dev.vernier.stats.Folds;
import dev.vernier.stats.RunConsumer;
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
  }

  /** Runs a session that observes these tensors. */
  void run(InferenceSession session, Map<String, Tensor> inputs, Map<String, Tensor> results) {
    begin();
    session.run(inputs, (name, view) -> observe(name, new Whole(view)), results);
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

  private record Whole(TensorView view) implements SampleValues {
    @Override
    public int[] dims() {
      return view.dims();
    }

    @Override
    public void forEachRun(RunConsumer consumer) {
      for (int slice = 0; slice < view.samples(); slice++) {
        view.forEachRun(slice, consumer::accept);
      }
    }

    @Override
    public void copyTo(float[] target, int offset) {
      for (int slice = 0; slice < view.samples(); slice++) {
        view.copyTo(slice, target, offset + slice * view.sampleSize());
      }
    }
  }
}
