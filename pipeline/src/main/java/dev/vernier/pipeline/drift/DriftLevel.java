package dev.vernier.pipeline.drift;

/** How much a tensor, or a model, has drifted; in ascending order. */
public enum DriftLevel {
  /** What two draws from one source may differ by. */
  STABLE,
  /** Worth watching. */
  MODERATE,
  /** Ranges should be solved again. */
  SIGNIFICANT
}
