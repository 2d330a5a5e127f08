package dev.vernier.pipeline.metric;

import dev.vernier.pipeline.Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that was measured of one candidate; mergeable. Adding is not thread-safe. */
public final class CandidateState {
  private final String name;
  private final List<Tally> tallies;
  private final TensorSqnr tensorSqnr;

  private CandidateState(String name, List<Tally> tallies, TensorSqnr tensorSqnr) {
    this.name = name;
    this.tallies = tallies;
    this.tensorSqnr = tensorSqnr;
  }

  /** Nothing measured yet. */
  public static CandidateState empty(String name, int sqnrSamples, List<String> tensors) {
    List<Tally> tallies = Metrics.all().stream().map(Tally::new).toList();
    return new CandidateState(name, tallies, new TensorSqnr(sqnrSamples, tensors));
  }

  /** The candidate's name. */
  public String name() {
    return name;
  }

  /** The state of its tensors. */
  public TensorSqnr tensorSqnr() {
    return tensorSqnr;
  }

  /** Adds one row to every metric. */
  public void update(Outcome outcome) {
    for (int i = 0; i < tallies.size(); i++) {
      Metrics.all().get(i).update(outcome, tallies.get(i));
    }
  }

  /** The state of both, which must be of the same candidate. */
  public CandidateState merge(CandidateState other) {
    List<Tally> merged = new ArrayList<>();
    for (int i = 0; i < tallies.size(); i++) {
      merged.add(tallies.get(i).merge(other.tallies.get(i)));
    }
    return new CandidateState(name, List.copyOf(merged), tensorSqnr.merge(other.tensorSqnr));
  }

  /** All measures by name. */
  public Map<String, Double> measures() {
    Map<String, Double> measures = new LinkedHashMap<>();
    for (int i = 0; i < tallies.size(); i++) {
      measures.putAll(Metrics.all().get(i).measures(tallies.get(i)));
    }
    return measures;
  }

  /** Writes the state. */
  public void write(DataOutputStream out) throws IOException {
    Bytes.writeText(out, name);
    out.writeInt(tallies.size());
    for (Tally tally : tallies) {
      tally.write(out);
    }
    tensorSqnr.write(out);
  }

  /** Reads what {@link #write} wrote. */
  public static CandidateState read(DataInputStream in) throws IOException {
    String name = Bytes.readText(in);
    Tally[] tallies = new Tally[in.readInt()];
    for (int i = 0; i < tallies.length; i++) {
      tallies[i] = Tally.read(in);
    }
    return new CandidateState(name, List.of(tallies), TensorSqnr.read(in));
  }
}
