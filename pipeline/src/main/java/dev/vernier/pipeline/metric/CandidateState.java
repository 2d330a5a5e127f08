package dev.vernier.pipeline.metric;

import dev.vernier.pipeline.Bytes;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Half;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was measured of one candidate, each half of the data by itself; mergeable. Adding is not
 * thread-safe.
 */
public final class CandidateState {
  private final String name;
  private final MetricSuite suite;
  private final List<List<Tally>> halves;
  private final TensorSqnr tensorSqnr;

  private CandidateState(
      String name, MetricSuite suite, List<List<Tally>> halves, TensorSqnr tensorSqnr) {
    this.name = name;
    this.suite = suite;
    this.halves = halves;
    this.tensorSqnr = tensorSqnr;
  }

  /** Nothing measured yet. */
  public static CandidateState empty(
      String name, MetricSuite suite, int sqnrSamples, List<String> tensors) {
    List<List<Tally>> halves = List.of(suite.tallies(), suite.tallies());
    return new CandidateState(name, suite, halves, new TensorSqnr(sqnrSamples, tensors));
  }

  /** The candidate's name. */
  public String name() {
    return name;
  }

  /** The state of its tensors. */
  public TensorSqnr tensorSqnr() {
    return tensorSqnr;
  }

  /**
   * Adds one row to every metric.
   *
   * @throws BadRowException if an annotation cannot be used; the state is then of no use
   */
  public void update(Outcome outcome) throws BadRowException {
    List<Tally> tallies = halves.get(outcome.half().ordinal());
    for (int i = 0; i < tallies.size(); i++) {
      suite.metrics().get(i).update(outcome, tallies.get(i));
    }
  }

  /** Adds what the metrics of another state of the same candidate counted. */
  public void addMetrics(CandidateState other) {
    for (int h = 0; h < halves.size(); h++) {
      for (int i = 0; i < halves.get(h).size(); i++) {
        halves.get(h).get(i).addAll(other.halves.get(h).get(i));
      }
    }
  }

  /** The state of both, which must be of the same candidate. */
  public CandidateState merge(CandidateState other) {
    List<List<Tally>> merged = new ArrayList<>();
    for (int h = 0; h < halves.size(); h++) {
      merged.add(merge(halves.get(h), other.halves.get(h)));
    }
    return new CandidateState(name, suite, merged, tensorSqnr.merge(other.tensorSqnr));
  }

  private static List<Tally> merge(List<Tally> left, List<Tally> right) {
    List<Tally> merged = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      merged.add(left.get(i).merge(right.get(i)));
    }
    return merged;
  }

  /** All measures over all rows, by name. */
  public Map<String, Double> measures() {
    return measures(merge(halves.get(0), halves.get(1)));
  }

  /** All measures over the rows of one half, by name. */
  public Map<String, Double> measures(Half half) {
    return measures(halves.get(half.ordinal()));
  }

  private Map<String, Double> measures(List<Tally> tallies) {
    Map<String, Double> measures = new LinkedHashMap<>();
    for (int i = 0; i < tallies.size(); i++) {
      measures.putAll(suite.metrics().get(i).measures(tallies.get(i)));
    }
    return measures;
  }

  /** Writes the state. */
  public void write(DataOutputStream out) throws IOException {
    Bytes.writeText(out, name);
    for (List<Tally> tallies : halves) {
      out.writeInt(tallies.size());
      for (Tally tally : tallies) {
        tally.write(out);
      }
    }
    tensorSqnr.write(out);
  }

  /** Reads what {@link #write} wrote with the same metrics. */
  public static CandidateState read(DataInputStream in, MetricSuite suite) throws IOException {
    String name = Bytes.readText(in);
    List<List<Tally>> halves = List.of(readTallies(in), readTallies(in));
    if (halves.get(0).size() != suite.metrics().size()) {
      throw new IllegalArgumentException(
          halves.get(0).size() + " tallies are not those of " + suite.names().toList());
    }
    return new CandidateState(name, suite, halves, TensorSqnr.read(in));
  }

  private static List<Tally> readTallies(DataInputStream in) throws IOException {
    int count = Bytes.readCount(in, Integer.BYTES);
    List<Tally> tallies = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tallies.add(Tally.read(in));
    }
    return tallies;
  }
}
