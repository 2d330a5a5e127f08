package dev.vernier.jobs.shard;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Failures on demand, for tests of retry and resume: the system property {@value #PROPERTY} of the
 * driver, a comma-separated list of {@code before-commit} (the first attempt at every even shard
 * fails with its work done but not committed), {@code after-commit} (at every odd shard, with its
 * work committed), {@code halt-after=N} (the JVM dies at once after N commits), {@code slow=MILLIS}
 * (every commit waits so long) and {@code stall=N} (the first attempt at shard N waits for an hour
 * unless it is killed).
 */
public final class Faults {
  /** The one place that names the property. */
  public static final String PROPERTY = "vernier.test.faults";

  private static final String HALT = "halt-after=";
  private static final String SLOW = "slow=";
  private static final String STALL = "stall=";
  private static final long HOUR_MILLIS = 3_600_000;
  private static final int HALT_STATUS = 137;
  private static final AtomicInteger COMMITS = new AtomicInteger();

  private final String spec;

  /** Failures as the text says; the empty text injects none. */
  public Faults(String spec) {
    this.spec = spec;
  }

  /** The text that this JVM was started with. */
  public static String requested() {
    return System.getProperty(PROPERTY, "");
  }

  void beforeCommit(int shard, int attempt) {
    value(SLOW).ifPresent(Faults::sleep);
    if (attempt == 0 && value(STALL).orElse(-1) == shard) {
      sleep(HOUR_MILLIS);
    }
    if (has("before-commit") && attempt == 0 && shard % 2 == 0) {
      throw new IllegalStateException("failure injected before the commit of shard " + shard);
    }
  }

  void afterCommit(int shard, int attempt) {
    if (has("after-commit") && attempt == 0 && shard % 2 == 1) {
      throw new IllegalStateException("failure injected after the commit of shard " + shard);
    }
    OptionalInt last = value(HALT);
    if (last.isPresent() && COMMITS.incrementAndGet() >= last.getAsInt()) {
      Runtime.getRuntime().halt(HALT_STATUS);
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("killed while it waited", e);
    }
  }

  private OptionalInt value(String key) {
    return Stream.of(spec.split(","))
        .filter(word -> word.startsWith(key))
        .mapToInt(word -> Integer.parseInt(word.substring(key.length())))
        .findFirst();
  }

  private boolean has(String word) {
    return List.of(spec.split(",")).contains(word);
  }
}
