package dev.vernier.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vernier.it.Run;
import dev.vernier.jobs.shard.Faults;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data and work folder in an object store, reached with s3a; the server runs in its own JVM. */
class S3Test {
  private static final String BUCKET = "vernier";
  private static final String PREFIX = "spark.hadoop.";

  @TempDir private static Path folder;
  private static TinyJob job;
  private static Jvm server;
  private static Map<String, String> settings;
  private static FileSystem files;

  @BeforeAll
  static void start() throws IOException {
    job = new TinyJob(folder);
    server = startServer();
    String port = server.awaitLine("started on ports? .*?([1-9]\\d*) \\(http\\)");
    settings =
        Map.of(
            PREFIX + "fs.s3a.endpoint", "http://127.0.0.1:" + port,
            PREFIX + "fs.s3a.endpoint.region", "us-east-1",
            PREFIX + "fs.s3a.path.style.access", "true",
            PREFIX + "fs.s3a.access.key", "key",
            PREFIX + "fs.s3a.secret.key", "secret");
    Configuration hadoop = new Configuration();
    settings.forEach((key, value) -> hadoop.set(key.substring(PREFIX.length()), value));
    org.apache.hadoop.fs.Path bucket = new org.apache.hadoop.fs.Path("s3a://" + BUCKET + "/");
    files = bucket.getFileSystem(hadoop);
    upload(
        job.data().resolve("part-0.parquet"),
        new org.apache.hadoop.fs.Path(bucket, "data/0.parquet"));
  }

  private static void upload(Path from, org.apache.hadoop.fs.Path to) throws IOException {
    try (OutputStream out = files.create(to)) {
      Files.copy(from, out);
    }
  }

  private static Jvm startServer() throws IOException {
    Files.createDirectories(folder.resolve("objects"));
    String jar =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(path -> path.matches(".*s3mock-[^/\\\\]*-exec\\.jar"))
            .findFirst()
            .orElseThrow();
    return Jvm.start(
        folder.resolve("s3.log"),
        new Jvm.Command(jar, List.of("-Xmx300m"), Map.of()),
        "org.springframework.boot.loader.launch.JarLauncher",
        "--server.port=0",
        "--com.adobe.testing.s3mock.httpPort=0",
        "--com.adobe.testing.s3mock.store.initial-buckets=" + BUCKET,
        "--com.adobe.testing.s3mock.store.root=" + folder.resolve("objects"));
  }

  @AfterAll
  static void stop() throws IOException {
    if (files != null) {
      files.close();
    }
    if (server != null) {
      server.close();
    }
  }

  private static String[] command(Path out) {
    String store = "s3a://" + BUCKET;
    String work = "run.work-dir=" + store + "/" + out.getFileName();
    return TinyJob.command(out, store + "/data", "--master", "local[2,3]", "--set", work);
  }

  private static Run run(Path out, String faults) {
    return Settings.during(settings, faults, () -> Run.here(command(out)));
  }

  private static void assertNothingLeft(Path out) throws IOException {
    assertThat(
            files.exists(
                new org.apache.hadoop.fs.Path("s3a://" + BUCKET + "/" + out.getFileName())))
        .isFalse();
  }

  @Test
  void tasksFailBeforeAndAfterTheirCommit() throws IOException {
    Path out = folder.resolve("retried");
    run(out, "before-commit,after-commit").succeeded();
    job.assertUndisturbed(out);
    assertNothingLeft(out);
  }

  @Test
  void theDriverDiesAndTheNextRunResumes() throws IOException {
    Path out = folder.resolve("halted");
    List<String> options =
        Stream.concat(
                settings.entrySet().stream().map(one -> "-D" + one.getKey() + "=" + one.getValue()),
                Stream.of("-D" + Faults.PROPERTY + "=halt-after=5"))
            .collect(Collectors.toList());
    Jvm.Command how = new Jvm.Command(System.getProperty("java.class.path"), options, Map.of());
    try (Jvm driver =
        Jvm.start(folder.resolve("halted.log"), how, "dev.vernier.jobs.Vernier", command(out))) {
      assertThat(driver.status(Await.PATIENCE)).as(driver.output()).isEqualTo(137);
    }
    assertThat(out.resolve("model.onnx")).doesNotExist();
    Run resumed = run(out, "").succeeded();
    assertThat(resumed.err()).contains("calibrate: resuming, ");
    job.assertUndisturbed(out);
    assertNothingLeft(out);
  }
}
