package dev.vernier.pipeline.metric;

import dev.vernier.conf.ConfigLoader;
import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.Bytes;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Rows for metrics, measured whole and in parts. */
final class MetricRun {
  private MetricRun() {}

  static ValidationConfig config(String settings) {
    return ConfigLoader.parse(
            "model.path = m\ninputs.x {}\nvalidation {" + settings + "}", "test", List.of())
        .validation();
  }

  static MetricSuite suite(String... metrics) {
    return Metrics.of(config("metrics = [" + String.join(",", metrics) + "]"));
  }

  static Outcome outcome(Tensor reference, Tensor candidate, long label) {
    return outcome(reference, candidate, label, Row.of("n", 1), 0);
  }

  static Outcome outcome(Tensor reference, Tensor candidate, long label, Row row, int identity) {
    byte[] bytes = ByteBuffer.allocate(32).putInt(identity).array();
    return new Outcome(List.of(reference), List.of(candidate), List.of("y"), 0, label, row, bytes);
  }

  /** The measures; states of two parts, written and read, must give the same bytes. */
  static Map<String, Double> measures(MetricSuite suite, List<Outcome> outcomes)
      throws BadRowException {
    CandidateState whole = state(suite, outcomes);
    int middle = outcomes.size() / 3;
    CandidateState left = copy(suite, state(suite, outcomes.subList(0, middle)));
    CandidateState right = copy(suite, state(suite, outcomes.subList(middle, outcomes.size())));
    CandidateState merged = right.merge(left);
    if (!java.util.Arrays.equals(Bytes.of(merged::write), Bytes.of(whole::write))) {
      throw new AssertionError("parts do not merge to the whole");
    }
    return merged.measures();
  }

  private static CandidateState state(MetricSuite suite, List<Outcome> outcomes)
      throws BadRowException {
    CandidateState state = CandidateState.empty("q", suite, 0, List.of());
    for (Outcome outcome : outcomes) {
      state.update(outcome);
    }
    return state;
  }

  private static CandidateState copy(MetricSuite suite, CandidateState state) {
    return Bytes.read(Bytes.of(state::write), in -> CandidateState.read(in, suite));
  }
}
