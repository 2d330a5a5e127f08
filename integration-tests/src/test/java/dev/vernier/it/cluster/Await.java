package dev.vernier.it.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for what happens in another process. */
final class Await {
  /** Generous, since it only bounds how long a failure takes. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long LOOK_MILLIS = 50;

  private Await() {}

  static void until(Supplier<String> what, BooleanSupplier happened) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain for " + what.get());
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
