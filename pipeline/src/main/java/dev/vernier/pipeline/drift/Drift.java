package dev.vernier.pipeline.drift;

import dev.vernier.quantize.Range;
import dev.vernier.quantize.range.CalibrationTable;
import dev.vernier.stats.StateSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has changed from one set of states to another of the same model.
 *
 * @param tensors those that both have, the most changed first
 * @param gone tensors that only the reference has
 * @param fresh tensors that only the current states have
 */
public record Drift(
    long samplesBefore,
    long samplesNow,
    List<TensorDrift> tensors,
    List<String> gone,
    List<String> fresh) {

  public Drift {
    tensors = List.copyOf(tensors);
    gone = List.copyOf(gone);
    fresh = List.copyOf(fresh);
  }

  /**
   * Compares two sets of states.
   *
   * @param inForce the ranges of the model in use, whose clipping is compared; may be absent
   */
  public static Drift between(
      StateSet reference,
      StateSet current,
      Optional<CalibrationTable> inForce,
      DriftLimits limits) {
    Map<String, Range> ranges = new HashMap<>();
    inForce.ifPresent(table -> collect(table, ranges));
    Set<String> now = current.tensors();
    List<TensorDrift> both = new ArrayList<>();
    for (String tensor : reference.tensors()) {
      if (now.contains(tensor)) {
        both.add(
            TensorDrift.of(
                tensor,
                reference.histogram(tensor),
                current.histogram(tensor),
                Optional.ofNullable(ranges.get(tensor)),
                limits));
      }
    }
    both.sort(TensorDrift.RANKING);
    return new Drift(
        reference.samples(),
        current.samples(),
        both,
        without(reference.tensors(), now),
        without(now, reference.tensors()));
  }

  private static void collect(CalibrationTable table, Map<String, Range> ranges) {
    table
        .entries()
        .forEach(
            (quantizer, entry) -> {
              ranges.put(quantizer, entry.range());
              entry.tensors().forEach(tensor -> ranges.put(tensor, entry.range()));
            });
  }

  private static List<String> without(Set<String> names, Set<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }

  /** The verdict: the level of the most changed tensor; significant if tensors came or went. */
  public DriftLevel level() {
    if (!gone.isEmpty() || !fresh.isEmpty()) {
      return DriftLevel.SIGNIFICANT;
    }
    return tensors.isEmpty() ? DriftLevel.STABLE : tensors.get(0).level();
  }

  /** How many tensors are at a level. */
  public long count(DriftLevel level) {
    return tensors.stream().filter(drift -> drift.level() == level).count();
  }
}
