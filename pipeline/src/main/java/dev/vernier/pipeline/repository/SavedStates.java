package dev.vernier.pipeline.repository;

import dev.vernier.onnx.VernierException;
import dev.vernier.stats.StateSet;

/**
 * States and what they depend on.
 *
 * @param modelDigest SHA-256 of the model's content, in hexadecimal
 * @param settingsDigest SHA-256 of the settings that affect states, in hexadecimal
 */
public record SavedStates(String modelDigest, String settingsDigest, StateSet states) {
  public SavedStates {
    requireDigest("model", modelDigest);
    requireDigest("settings", settingsDigest);
  }

  /** The states of both, which must be of the same model and settings. */
  public SavedStates merge(SavedStates other) {
    requireSame("model", modelDigest, other.modelDigest);
    requireSame("settings", settingsDigest, other.settingsDigest);
    return new SavedStates(modelDigest, settingsDigest, states.merge(other.states));
  }

  /** SHA-256 of the states with their digests, in hexadecimal: equal exactly if all is. */
  public String contentDigest() {
    return StatesMetadata.contentDigest(this);
  }

  private static void requireSame(String what, String mine, String other) {
    if (!mine.equals(other)) {
      throw new VernierException(
          "states of different "
              + what
              + " cannot be merged: digests "
              + mine
              + " and "
              + other
              + ". Calibrate both with the same model and settings");
    }
  }

  private static void requireDigest(String what, String digest) {
    if (!digest.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "expected the " + what + " digest as 64 hexadecimal digits, not " + digest);
    }
  }
}
