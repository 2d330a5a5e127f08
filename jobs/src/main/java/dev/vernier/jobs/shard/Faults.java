package dev.vernier.jobs.shard;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Failures on demand, for tests of retry and resume: the system property {@value #PROPERTY} of the
 * driver, a comma-separated list of {@code before-commit} (the first attempt at every even shard
 * fails with its work done but not committed), {@code after-commit} (at every odd shard, with its
 * work committed) and {@code halt-after=N} (the JVM dies at once after N commits).
 */
public final class Faults {
  /** The one place that names the property. */
  public static final String PROPERTY = "vernier.test.faults";

  private static final String HALT = "halt-after=";
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
    if (has("before-commit") && attempt == 0 && shard % 2 == 0) {
      throw new IllegalStateException("failure injected before the commit of shard " + shard);
    }
  }

  void afterCommit(int shard, int attempt) {
    if (has("after-commit") && attempt == 0 && shard % 2 == 1) {
      throw new IllegalStateException("failure injected after the commit of shard " + shard);
    }
    for (String word : spec.split(",")) {
      if (word.startsWith(HALT)
          && COMMITS.incrementAndGet() >= Integer.parseInt(word.substring(HALT.length()))) {
        Runtime.getRuntime().halt(HALT_STATUS);
      }
    }
  }

  private boolean has(String word) {
    return List.of(spec.split(",")).contains(word);
  }
}
