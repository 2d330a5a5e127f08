package dev.vernier.pipeline.repository;

import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Saved states of several calibrations, merged, with the record of which took part, so that none is
 * counted twice.
 */
public final class MergedStates {
  private SavedStates merged;
  private String first;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  /**
   * One calibration that takes part.
   *
   * @param digest the content digest of its states
   * @param source where they were read from
   */
  public record Part(String digest, String source, long samples) {}

  /**
   * Adds states that may themselves have been merged.
   *
   * @param source their name in messages
   * @param of the calibrations they consist of; empty for those of a single one
   */
  public void add(String source, SavedStates saved, List<Part> of) {
    add(source, saved, of, 0);
  }

  /**
   * Adds states with a weight.
   *
   * @param doublings the weight's logarithm to base two: every count and sum enters so often
   */
  public void add(String source, SavedStates saved, List<Part> of, int doublings) {
    List<Part> fresh =
        of.isEmpty()
            ? List.of(new Part(saved.contentDigest(), source, saved.states().samples()))
            : of;
    fresh.forEach(part -> requireNew(source, part));
    if (merged == null) {
      merged = doubled(saved, doublings);
      first = source;
    } else {
      requireSame(source, "another model", merged.modelDigest(), saved.modelDigest());
      requireSame(source, "other settings", merged.settingsDigest(), saved.settingsDigest());
      merged = merged.merge(doubled(saved, doublings));
    }
    fresh.forEach(part -> parts.put(part.digest(), part));
  }

  private static SavedStates doubled(SavedStates saved, int doublings) {
    SavedStates weighted = saved;
    for (int i = 0; i < doublings; i++) {
      weighted = weighted.merge(weighted);
    }
    return weighted;
  }

  private void requireNew(String source, Part part) {
    Part known = parts.get(part.digest());
    if (known != null) {
      throw new VernierException(
          "%s: its samples would be counted twice: the states %s (%d samples, digest %s) are merged already, from %s. Name every calibration once"
              .formatted(source, part.source(), part.samples(), part.digest(), known.source()));
    }
  }

  private void requireSame(String source, String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      throw new VernierException(
          "%s: these states are of %s than those of %s and cannot be merged: expected digest %s, found %s. Calibrate both with the same model and settings"
              .formatted(source, what, first, expected, actual));
    }
  }

  /** The states of all that was added; fails if nothing was. */
  public SavedStates states() {
    if (merged == null) {
      throw new IllegalStateException("no states were added");
    }
    return merged;
  }

  /** The calibrations that took part, in the order in which they were added. */
  public List<Part> parts() {
    return new ArrayList<>(parts.values());
  }
}
