package dev.vernier.pipeline.repository;

/** A place that holds the saved states of one calibration, or none yet. */
public interface StateRepository {
  boolean exists();

  /** Replaces what is held; when this fails, what was held before still is. */
  void save(SavedStates saved);

  /** What is held; fails if there is nothing or it cannot be trusted. */
  SavedStates load();
}
