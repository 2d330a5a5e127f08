package dev.vernier.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.vernier.it.DemoRows;
import dev.vernier.it.Run;
import dev.vernier.jobs.shard.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work on a local disk that fills up, and data that change while nobody works. */
class LocalDiskTest {
  @TempDir private static Path folder;
  private static TinyJob job;

  @BeforeAll
  static void undisturbed() {
    job = new TinyJob(folder);
  }

  private static Run run(Path out, Path work, String faults) {
    String setting = "run.work-dir=" + work;
    String[] command =
        TinyJob.command(out, job.data().toString(), "--master", "local[2]", "--set", setting);
    return Settings.during(Map.of(), faults, () -> Run.here(command));
  }

  @Test
  void theDiskFillsUp() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeTrue(
        mount("-t", "tmpfs", "-o", "size=16m", "vernier-test", disk.toString()),
        "skipped: a small file system cannot be mounted here (root alone may)");
    try {
      Path out = folder.resolve("full");
      Path work = disk.resolve("work");
      CompletableFuture<Run> run = CompletableFuture.supplyAsync(() -> run(out, work, "slow=150"));
      Await.until(() -> "shards in " + work, () -> TinyJob.committed(work) >= 4 || run.isDone());
      fill(disk.resolve("something-else"));
      run.join().failedSaying(1, "cannot be written", "No space left on device", "with room in it");
      assertThat(out.resolve("model.onnx")).doesNotExist();
      Files.delete(disk.resolve("something-else"));
      assertThat(run(out, work, "").succeeded().err()).contains("calibrate: resuming, ");
      job.assertUndisturbed(out);
      assertThat(work).doesNotExist();
    } finally {
      assertThat(system("umount", "-l", disk.toString())).isTrue();
    }
  }

  private static void fill(Path file) {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < 1 << 16; i++) {
        out.write(block);
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
      return;
    }
    throw new AssertionError(file + ": expected the disk to be full");
  }

  private static boolean mount(String... arguments) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("mount"));
    command.addAll(List.of(arguments));
    return system(command.toArray(String[]::new));
  }

  private static boolean system(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void theInputIsRewrittenBetweenKillAndResume() throws IOException {
    Path data = Files.createDirectories(folder.resolve("changing"));
    Path file = data.resolve("part-0.parquet");
    Files.copy(job.data().resolve("part-0.parquet"), file);
    Path out = folder.resolve("rewritten");
    String[] command = TinyJob.command(out, data.toString(), "--master", "local[1]");
    Jvm.Command how =
        new Jvm.Command(
            System.getProperty("java.class.path"),
            List.of("-D" + Faults.PROPERTY + "=halt-after=3"),
            Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
    try (Jvm driver = Jvm.start(folder.resolve("log"), how, "dev.vernier.jobs.Vernier", command)) {
      assertThat(driver.status(Await.PATIENCE)).as(driver.output()).isEqualTo(137);
    }
    var others = DemoRows.read("calibration.parquet", 2 * TinyJob.ROWS);
    TinyJob other =
        new TinyJob(folder.resolve("other"), others.subList(TinyJob.ROWS, 2 * TinyJob.ROWS));
    Files.delete(file);
    Files.copy(other.data().resolve("part-0.parquet"), file);

    Run.here(command)
        .failedSaying(1, "cannot be resumed", "part-0.parquet: modification time", "--restart");
    assertThat(out.resolve("model.onnx")).doesNotExist();
    List<String> restart = new java.util.ArrayList<>(List.of(command));
    restart.add("--restart");
    Run.here(restart.toArray(String[]::new)).succeeded();
    other.assertUndisturbed(out);
  }
}
