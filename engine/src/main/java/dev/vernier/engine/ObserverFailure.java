package dev.vernier.engine;

/** Carries what an observer has thrown through the step that was running, which is not to blame. */
final class ObserverFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final RuntimeException thrown;

  ObserverFailure(RuntimeException thrown) {
    super(thrown);
    this.thrown = thrown;
  }

  RuntimeException thrown() {
    return thrown;
  }
}
