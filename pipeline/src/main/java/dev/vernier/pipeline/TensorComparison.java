package dev.vernier.pipeline;

import dev.vernier.engine.InferenceSession;
import dev.vernier.engine.SessionOptions;
import dev.vernier.engine.TensorView;
import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.metric.TensorPairs;
import dev.vernier.pipeline.preprocess.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares every quantized tensor of the candidates with the floating-point model's on single
 * samples. Its sessions are made when the first sample is compared, and its memory is that of the
 * compared tensors of one sample.
 */
final class TensorComparison {
  private final PreparedModel model;
  private final List<CandidateModel> candidates;
  private final List<Map<String, String>> pairs = new ArrayList<>();
  private final List<InferenceSession> sessions = new ArrayList<>();
  private InferenceSession reference;

  TensorComparison(PreparedModel model, List<CandidateModel> candidates) {
    this.model = model;
    this.candidates = List.copyOf(candidates);
    Set<String> observable = model.observable();
    for (CandidateModel candidate : candidates) {
      pairs.add(QuantizedTensors.of(candidate.model(), observable));
    }
  }

  /** Names, in the floating-point model, of the tensors compared for a candidate. */
  List<String> tensors(int candidate) {
    return List.copyOf(pairs.get(candidate).keySet());
  }

  /** Compares a sample for those states that want it; the actions put the results in. */
  List<Runnable> compare(Sample sample, List<CandidateState> states) {
    List<Runnable> additions = new ArrayList<>();
    Map<String, float[]> expected = null;
    for (int i = 0; i < states.size(); i++) {
      CandidateState state = states.get(i);
      if (state.tensorSqnr().wants(sample.hash())) {
        openSessions();
        expected = expected == null ? capture(sample) : expected;
        double[] sums = compare(sample, i, expected);
        additions.add(() -> state.tensorSqnr().add(sample.hash(), sums));
      }
    }
    return additions;
  }

  private void openSessions() {
    if (reference != null) {
      return;
    }
    Set<String> all = new HashSet<>();
    pairs.forEach(p -> all.addAll(p.keySet()));
    for (int i = 0; i < candidates.size(); i++) {
      Set<String> restored = Set.copyOf(pairs.get(i).values());
      sessions.add(candidates.get(i).engine().newSession(observing(restored)));
    }
    reference = model.engine().newSession(observing(all));
  }

  private static SessionOptions observing(Set<String> tensors) {
    return SessionOptions.defaults().withObserved(tensors);
  }

  private Map<String, float[]> capture(Sample sample) {
    Map<String, float[]> captured = new HashMap<>();
    reference.run(sample.inputs(), (tensor, view) -> captured.put(tensor, dense(view)));
    return captured;
  }

  private static float[] dense(TensorView view) {
    float[] values = new float[view.samples() * view.sampleSize()];
    for (int slice = 0; slice < view.samples(); slice++) {
      view.copyTo(slice, values, slice * view.sampleSize());
    }
    return values;
  }

  private double[] compare(Sample sample, int candidate, Map<String, float[]> expected) {
    TensorPairs sums = new TensorPairs(pairs.get(candidate));
    sessions
        .get(candidate)
        .run(sample.inputs(), (tensor, view) -> sums.add(tensor, expected, dense(view)));
    return sums.values();
  }
}
