package dev.vernier.pipeline;

import dev.vernier.pipeline.metric.CandidateState;
import dev.vernier.pipeline.metric.MetricSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a validation pass, or a part of one, measured; mergeable in any order. */
public record ValidationResult(List<CandidateState> candidates, PassLog log) {
  /** Copies the list. */
  public ValidationResult {
    candidates = List.copyOf(candidates);
  }

  /** The measurements of a candidate. */
  public CandidateState candidate(String name) {
    return candidates.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
  }

  /** The result of both parts, which must be of the same candidates. */
  public ValidationResult merge(ValidationResult other) {
    if (!names().equals(other.names())) {
      throw new IllegalArgumentException(names() + " cannot be merged with " + other.names());
    }
    List<CandidateState> merged = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      merged.add(candidates.get(i).merge(other.candidates.get(i)));
    }
    return new ValidationResult(merged, log.merge(other.log));
  }

  private String names() {
    return candidates.stream().map(CandidateState::name).collect(Collectors.joining(", "));
  }

  /** The same bytes for the same rows, in whatever order and batches they came. */
  public byte[] toBytes() {
    return Bytes.of(
        out -> {
          log.write(out);
          out.writeInt(candidates.size());
          for (CandidateState candidate : candidates) {
            candidate.write(out);
          }
        });
  }

  /** Reads what {@link #toBytes} wrote with the same metrics. */
  public static ValidationResult fromBytes(byte[] bytes, MetricSuite metrics) {
    return Bytes.read(
        bytes,
        in -> {
          PassLog log = PassLog.read(in);
          CandidateState[] candidates = new CandidateState[Bytes.readCount(in, Integer.BYTES)];
          for (int i = 0; i < candidates.length; i++) {
            candidates[i] = CandidateState.read(in, metrics);
          }
          return new ValidationResult(List.of(candidates), log);
        });
  }
}
