package dev.vernier.jobs.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.conf.Redaction;
import dev.vernier.jobs.shard.CommittedFiles;
import dev.vernier.jobs.shard.Faults;
import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.PassFolder;
import dev.vernier.jobs.shard.RowGroupSpan;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.jobs.shard.ShardPlan;
import dev.vernier.jobs.shard.ShardPlanner;
import dev.vernier.jobs.shard.ShardReport;
import dev.vernier.jobs.shard.ShardWork;
import dev.vernier.jobs.shard.SumOfRows;
import dev.vernier.jobs.shard.TaskEnvironment;
import dev.vernier.jobs.shard.WorkSpec;
import dev.vernier.onnx.VernierException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassRunnerTest {
  private static final int ROWS = 2000;
  private static Cluster cluster;

  @TempDir Path folder;
  private final List<ShardReport> reports = new ArrayList<>();

  @BeforeAll
  static void start() {
    cluster = Cluster.of("test", "local[2,3]");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void noFaults() {
    System.clearProperty(Faults.PROPERTY);
  }

  private PassFolder pass(int shards) {
    List<RowGroupSpan> groups =
        LongStream.range(0, ROWS / 10)
            .mapToObj(i -> new RowGroupSpan(i * 10, i * 10 + 10, 10))
            .toList();
    List<InputFile> files = List.of(new InputFile("f", 1, 1, groups));
    ShardPlan plan =
        new ShardPlan("p", "m", "s", "", files, new ShardPlanner(shards, 1, 50).plan(files));
    return PassFolder.open(folder.resolve("pass").toString(), plan, cluster.hadoop());
  }

  private byte[] run(PassFolder pass, WorkSpec spec) {
    return new PassRunner(cluster, false).run(pass, pass.missing(), spec, reports::add).get();
  }

  private static void assertWhole(byte[] result) {
    assertThat(SumOfRows.count(result)).isEqualTo(ROWS);
    assertThat(SumOfRows.sum(result)).isEqualTo(LongStream.range(0, ROWS).sum());
  }

  @Test
  void computesEveryRowOnce() {
    assertWhole(run(pass(20), new SumOfRows.Spec("a")));
    assertThat(reports).hasSize(20);
  }

  @Test
  void manyShardsAreMergedByTasksFirst() {
    PassFolder pass = pass(200);
    assertWhole(run(pass, new SumOfRows.Spec("b")));
    assertThat(pass.merges().names())
        .hasSize(13)
        .allSatisfy(name -> assertThat(name).matches("1-0000(0\\d|1[0-2])"));
  }

  @Test
  void aRunStoppedWhileMergingGoesOnWhereItWas() {
    PassFolder pass = pass(200);
    byte[] whole = run(pass, new SumOfRows.Spec("h"));
    pass.merges().delete("1-000007");
    pass.shards().delete("000000");
    reports.clear();
    assertThat(run(pass, new SumOfRows.Spec("h"))).isEqualTo(whole);
    assertThat(reports).extracting(ShardReport::id).containsExactly(0);
    assertThat(pass.merges().names()).hasSize(13);
  }

  @Test
  void failedTasksAreRetriedAndCountOnce() {
    System.setProperty(Faults.PROPERTY, "before-commit,after-commit");
    assertWhole(run(pass(20), new SumOfRows.Spec("c")));
    assertThat(reports).extracting(ShardReport::id).doesNotHaveDuplicates().hasSize(20);
  }

  @Test
  void resumesComputingOnlyWhatIsMissing() {
    PassFolder pass = pass(20);
    run(pass, new SumOfRows.Spec("d"));
    pass.shards().deleteAll();
    ShardWork work = new SumOfRows();
    for (Shard shard : pass.plan().shards().subList(3, 20)) {
      pass.shards()
          .commit(PassFolder.shardName(shard.id()), work.compute(pass.plan().files(), shard));
    }
    reports.clear();
    assertWhole(run(pass, new SumOfRows.Spec("d")));
    assertThat(reports).extracting(ShardReport::id).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void differentBytesForOneShardStopTheRun() {
    PassFolder pass = pass(20);
    String shards = pass.shards().path();
    assertThatThrownBy(() -> run(pass, new Disturbed("e", shards)))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("an earlier attempt committed other bytes");
  }

  @Test
  void aFailureForTheUserReachesTheUserUnwrapped() {
    PassFolder pass = pass(20);
    assertThatThrownBy(() -> run(pass, new Failing("f", "no column image")))
        .isInstanceOf(VernierException.class)
        .hasMessage("no column image");
  }

  /** The tasks' own messages, before anything the driver prints is looked through. */
  @Test
  void aTasksFailureReachesTheDriverWithoutCredentials() {
    String secret = "Lm4-SENTINEL-p1";
    Redaction.remember(Map.of("fs.s3a.secret.key", secret));
    PassFolder pass = pass(20);
    assertThatThrownBy(() -> run(pass, new Unreadable("i", "token " + secret)))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("cannot be read: token *****")
        .hasStackTraceContaining("token *****")
        .satisfies(e -> assertThat(text(e)).doesNotContain(secret));
  }

  private static String text(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  /** Work that another attempt may succeed in. */
  private record Unreadable(String key, String reason) implements WorkSpec {
    @Override
    public ShardWork open(TaskEnvironment environment) {
      throw new VernierException("cannot be read: " + reason, new IOException(reason));
    }

    @Override
    public byte[] merge(byte[] left, byte[] right) {
      return left;
    }
  }

  @Test
  void aTaskWithoutMemorySaysWhatToDo() {
    PassFolder pass = pass(20);
    assertThatThrownBy(() -> run(pass, new Exhausted("g")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("out of memory (as a test)")
        .hasMessageContaining("VERNIER_XMX");
  }

  private record Exhausted(String key) implements WorkSpec {
    @Override
    public ShardWork open(TaskEnvironment environment) {
      throw new OutOfMemoryError("as a test");
    }

    @Override
    public byte[] merge(byte[] left, byte[] right) {
      return left;
    }
  }

  /** While a shard is computed, another attempt commits something else. */
  private record Disturbed(String key, String shards) implements WorkSpec {
    @Override
    public ShardWork open(TaskEnvironment environment) {
      return new DisturbedWork(shards);
    }

    @Override
    public byte[] merge(byte[] left, byte[] right) {
      return left;
    }
  }

  private record DisturbedWork(String shards) implements ShardWork {
    @Override
    public byte[] compute(List<InputFile> files, Shard shard) {
      new CommittedFiles(shards, new Configuration())
          .commit(PassFolder.shardName(shard.id()), new byte[] {1, 2, 3});
      return new byte[] {4};
    }
  }

  /** Work that cannot be opened. */
  private record Failing(String key, String message) implements WorkSpec {
    @Override
    public ShardWork open(TaskEnvironment environment) {
      throw new VernierException(message);
    }

    @Override
    public byte[] merge(byte[] left, byte[] right) {
      return left;
    }
  }
}
