package dev.vernier.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs through {@code spark-submit} on a master and two workers in JVMs of their own, with
 * processes ended at once while shards are computed. Every run ends with the bytes of an
 * undisturbed one.
 */
class StandaloneClusterTest {
  /** So that a run lasts long enough to be disturbed. */
  private static final String SLOW = "slow=400";

  /** Told to every run as credentials of file systems and in the executors' environment. */
  private static final String SECRET = "Qv7-SENTINEL-w2";

  private static final List<String> CREDENTIALS =
      List.of(
          "spark.hadoop.fs.s3a.secret.key",
          "spark.hadoop.fs.s3a.access.key",
          "spark.hadoop.fs.azure.account.key.store.dfs.core.windows.net",
          "spark.executorEnv.AWS_SECRET_ACCESS_KEY");

  @TempDir private static Path folder;
  private static TinyJob job;
  private static StandaloneCluster cluster;

  @BeforeAll
  static void start() throws IOException {
    assumeTrue(
        StandaloneCluster.hasAddresses(), "skipped: 127.0.0.2 and 127.0.0.3 are not loopback here");
    Files.createDirectory(folder.resolve("events"));
    job = new TinyJob(folder);
    cluster = new StandaloneCluster(folder);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void wholeCluster() {
    cluster.startWorkers();
  }

  private Jvm submit(Path out, String faults, String... conf) {
    Path log = out.resolveSibling(out.getFileName() + "-" + System.nanoTime() + ".log");
    String data = job.data().toString();
    List<String> settings = new ArrayList<>(List.of(conf));
    CREDENTIALS.forEach(key -> settings.add(key + "=" + SECRET));
    settings.add("spark.eventLog.enabled=true");
    settings.add("spark.eventLog.compress=false");
    settings.add("spark.eventLog.dir=" + folder.resolve("events").toUri());
    return cluster.submit(log, faults, settings, List.of(TinyJob.command(out, data)));
  }

  /**
   * Logs of master, workers, executors and drivers, Spark's event logs, and whatever runs have
   * left; the shards' lines and hidden settings show that executors' logs and event logs are among
   * them.
   */
  private static void assertNoSecretIn(Path files) throws IOException {
    int lines = 0;
    int hidden = 0;
    try (Stream<Path> all = Files.walk(files)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(text).as(file.toString()).doesNotContain(SECRET);
        lines += text.contains("pass=calibrate shard=") ? 1 : 0;
        hidden += text.contains(CREDENTIALS.get(0) + "\":\"*********(redacted)") ? 1 : 0;
      }
    }
    assertThat(lines).isGreaterThanOrEqualTo(2);
    assertThat(hidden).isPositive();
  }

  private static void awaitShards(Path out, int shards, Jvm driver) {
    TinyJob.awaitCommitted(out.resolve("work"), shards, driver);
  }

  private static void assertSucceeds(Jvm driver, Path out) throws IOException {
    assertThat(driver.status(Await.PATIENCE)).as(driver.output()).isZero();
    assertNoSecretIn(folder);
    job.assertUndisturbed(out);
    assertThat(out.resolve("work")).doesNotExist();
  }

  @Test
  void anExecutorAndThenAWorkerAreKilled() throws IOException {
    Path out = folder.resolve("executors");
    try (Jvm driver = submit(out, SLOW)) {
      awaitShards(out, 2, driver);
      Jvm.kill(cluster.executor(1));
      driver.awaitLine("Lost executor \\d+ on 127.0.0.3");
      awaitShards(out, 6, driver);
      cluster.killWorker(0);
      driver.awaitLine("Lost executor \\d+ on 127.0.0.2");
      assertSucceeds(driver, out);
    }
  }

  /** The shard that stalls is the last one, so it is still to be computed when the driver dies. */
  @Test
  void theDriverIsKilledAndTheNextRunResumesAndOvertakesAStraggler() throws IOException {
    Path out = folder.resolve("driver");
    try (Jvm driver = submit(out, SLOW)) {
      awaitShards(out, 5, driver);
      driver.kill();
    }
    assertThat(out.resolve("model.onnx")).doesNotExist();
    int last = TinyJob.SHARDS - 1;
    try (Jvm driver =
        submit(
            out,
            "stall=" + last,
            "spark.speculation=true",
            "spark.speculation.interval=100ms",
            "spark.speculation.quantile=0.5")) {
      assertSucceeds(driver, out);
      driver.awaitLine("Marking task \\d+ in stage [\\d.]+ \\(.*\\) as speculatable");
      int done = Integer.parseInt(driver.awaitLine("resuming, (\\d+) of " + TinyJob.SHARDS));
      assertThat(done).isBetween(5, last);
    }
  }
}
