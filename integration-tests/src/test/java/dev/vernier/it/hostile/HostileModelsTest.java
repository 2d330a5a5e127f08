package dev.vernier.it.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A fixed number of inputs in every build. For more: {@code -Dvernier.fuzz.inputs=N}, from {@code
 * -Dvernier.fuzz.first=SEED}, for at most {@code -Dvernier.fuzz.minutes=N}, with the models of a
 * folder, {@code -Dvernier.fuzz.models=FOLDER}, beside the project's own.
 */
class HostileModelsTest {
  private static final String MEMORY = "vernier.memory.limit";
  private static final String ITERATIONS = "vernier.loop.limit";

  @AfterEach
  void usualLimits() {
    System.clearProperty(MEMORY);
    System.clearProperty(ITERATIONS);
  }

  @Test
  void everyInputRunsOrIsRefusedWithItsReason() {
    System.setProperty(MEMORY, Long.toString(32L << 20));
    System.setProperty(ITERATIONS, "500");
    List<Seed> seeds = new ArrayList<>(Corpus.models());
    String folder = System.getProperty("vernier.fuzz.models");
    if (folder != null) {
      seeds.addAll(Corpus.read(Path.of(folder)));
    }
    Fuzzer fuzzer = new Fuzzer(seeds);
    fuzzer.run(
        Long.getLong("vernier.fuzz.first", 1),
        Long.getLong("vernier.fuzz.inputs", 3_000),
        Duration.ofMinutes(Long.getLong("vernier.fuzz.minutes", 24 * 60)));
    LoggerFactory.getLogger(HostileModelsTest.class).info(fuzzer.summary());
    assertThat(fuzzer.violations()).isEmpty();
  }
}
