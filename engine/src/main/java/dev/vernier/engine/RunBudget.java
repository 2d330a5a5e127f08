package dev.vernier.engine;

import java.util.function.LongSupplier;

/** What is left of the {@link Limits} while a model is loaded, planned or run; for one thread. */
final class RunBudget {
  private final Limits limits;
  private final LongSupplier shared;
  private long held;
  private long iterations;

  /**
   * @param held bytes taken already
   */
  RunBudget(Limits limits, long held) {
    this(limits, held, () -> 0);
  }

  /**
   * @param shared bytes that others take and this budget counts
   */
  RunBudget(Limits limits, long held, LongSupplier shared) {
    this.limits = limits;
    this.shared = shared;
    this.held = held;
  }

  /** Bytes held now, for {@link #restore}. */
  long held() {
    return held;
  }

  /** Gives back what was claimed since {@link #held} was asked. */
  void restore(long before) {
    held = before;
  }

  /** Takes memory for as long as it is not given back; fails if it is too much. */
  void claim(long bytes, String what) {
    require(bytes, what);
    held += bytes;
  }

  /** Fails if this much more could not be claimed. */
  void require(long bytes, String what) {
    limits.requireMemory(bytes, held + shared.getAsLong(), what);
  }

  Limits limits() {
    return limits;
  }

  /** Starts to count iterations anew. */
  void startRun() {
    iterations = 0;
  }

  /** Counts an iteration of a loop. */
  void iterate() {
    limits.requireIterations(++iterations);
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalArgumentException("interrupted after " + iterations + " iterations");
    }
  }
}
