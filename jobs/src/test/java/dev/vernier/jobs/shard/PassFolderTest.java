package dev.vernier.jobs.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassFolderTest {
  @TempDir Path folder;

  private PassFolder open(ShardPlan plan) {
    return PassFolder.open(folder.resolve("calibrate").toString(), plan, new Configuration());
  }

  @Test
  void aResumedPassKeepsItsCutAndMissesOnlyWhatIsMissing() {
    InputFile file = ShardPlannerTest.file("a", 100, 10);
    PassFolder first = open(ShardPlanTest.plan(file));
    ShardAttempt attempt = new ShardAttempt(first, new Faults(""));
    attempt.run(new SumOfRows(), 1, 0);

    ShardPlan coarser =
        new ShardPlan(
            "calibrate",
            "m",
            "s",
            "",
            List.of(file),
            new ShardPlanner(1, 1, 1).plan(List.of(file)));
    PassFolder resumed = open(coarser);
    assertThat(resumed.plan()).isEqualTo(first.plan()).isNotEqualTo(coarser);
    assertThat(resumed.missing()).extracting(Shard::id).doesNotContain(1).contains(0, 2);
  }

  @Test
  void tasksInOtherWorkingDirectoriesFindARelativeFolder() {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("calibrate"));
    PassFolder pass =
        PassFolder.open(
            relative.toString(),
            ShardPlanTest.plan(ShardPlannerTest.file("a", 100, 10)),
            new Configuration());
    assertThat(URI.create(pass.path()).normalize())
        .isEqualTo(URI.create("file:" + folder.resolve("calibrate")));
  }

  @Test
  void otherInputsAreRefusedAndNamed() {
    open(ShardPlanTest.plan(ShardPlannerTest.file("a", 100, 10)));
    ShardPlan other = ShardPlanTest.plan(ShardPlannerTest.file("b", 100, 10));
    assertThatThrownBy(() -> open(other))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("a: planned, but no longer among the inputs")
        .hasMessageContaining("b: among the inputs now, but not planned")
        .hasMessageContaining("--restart");
  }

  @Test
  void shardsWithoutTheirPlanAreNotTaken() throws Exception {
    InputFile file = ShardPlannerTest.file("a", 100, 10);
    PassFolder first = open(ShardPlanTest.plan(file));
    new ShardAttempt(first, new Faults("")).run(new SumOfRows(), 1, 0);
    Files.delete(folder.resolve("calibrate/plan.json"));
    assertThat(open(ShardPlanTest.plan(file)).missing()).hasSize(first.plan().shards().size());
  }

  @Test
  void discardingLeavesWhatIsNotOurs() throws Exception {
    PassFolder pass = open(ShardPlanTest.plan(ShardPlannerTest.file("a", 100, 10)));
    new ShardAttempt(pass, new Faults("")).run(new SumOfRows(), 1, 0);
    Path precious = Files.writeString(folder.resolve("thesis.txt"), "years of work");
    Path album = Files.createDirectories(folder.resolve("photos/shards"));
    PassFolder.discardAll(folder.toString(), new Configuration());
    assertThat(folder.resolve("calibrate")).doesNotExist();
    assertThat(precious).exists();
    assertThat(album).exists();
    PassFolder.discardAll(folder.resolve("absent").toString(), new Configuration());
  }

  @Test
  void whatATaskOfAnotherPlanCommitsIsNeitherUsedNorKept() throws Exception {
    PassFolder old = open(ShardPlanTest.plan(ShardPlannerTest.file("a", 100, 10)));
    PassFolder.discardAll(folder.toString(), new Configuration());
    PassFolder now = open(ShardPlanTest.plan(ShardPlannerTest.file("b", 100, 10)));
    new ShardAttempt(old, new Faults("")).run(new SumOfRows(), 1, 0);
    assertThat(now.missing()).hasSize(now.plan().shards().size());

    Files.write(folder.resolve("calibrate/.attempt-plan.json-0123"), new byte[] {1});
    PassFolder.discardAll(folder.toString(), new Configuration());
    new ShardAttempt(old, new Faults("")).run(new SumOfRows(), 2, 0);
    PassFolder.discardAll(folder.toString(), new Configuration());
    assertThat(folder).doesNotExist();
  }

  @Test
  void aDamagedShardIsNamedAndTheNextRunComputesIt() throws Exception {
    PassFolder pass = open(ShardPlanTest.plan(ShardPlannerTest.file("a", 100, 10)));
    ShardAttempt attempt = new ShardAttempt(pass, new Faults(""));
    pass.plan().shards().forEach(shard -> attempt.run(new SumOfRows(), shard.id(), 0));
    HierarchicalMerge merge = new HierarchicalMerge(pass, new SumOfRows.Spec("sum"));
    byte[] whole = merge.mergeAll().orElseThrow();

    Path shard = Path.of(URI.create(pass.shards().path())).resolve("000001");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length - 1] ^= 1;
    Files.write(shard, bytes);
    assertThatThrownBy(merge::mergeAll)
        .hasMessageContaining("000001")
        .hasMessageContaining("again");
    assertThat(pass.missing()).extracting(Shard::id).containsExactly(1);
    attempt.run(new SumOfRows(), 1, 0);
    assertThat(merge.mergeAll()).hasValue(whole);

    Files.write(shard, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(pass.missing()).extracting(Shard::id).containsExactly(1);
  }

  @Test
  void shardNamesAreTheSameInAllLanguages() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(PassFolder.shardName(42)).isEqualTo("000042");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void mergingLevelByLevelEqualsMergingAtOnce() {
    InputFile file = ShardPlannerTest.file("a", 3000, 10);
    ShardPlan plan =
        new ShardPlan(
            "p", "m", "s", "", List.of(file), new ShardPlanner(300, 1, 100).plan(List.of(file)));
    assertThat(plan.shards()).hasSize(300);
    PassFolder pass = open(plan);
    SumOfRows work = new SumOfRows();
    ShardAttempt attempt = new ShardAttempt(pass, new Faults(""));
    plan.shards().forEach(shard -> attempt.run(work, shard.id(), 0));
    HierarchicalMerge merge = new HierarchicalMerge(pass, new SumOfRows.Spec("sum"));
    assertThat(merge.levels()).isEqualTo(2);
    assertThat(merge.missing(1)).hasSize(19);
    merge.missing(1).forEach(merge::merge);
    assertThat(merge.missing(1)).isEmpty();
    merge.missing(2).forEach(merge::merge);

    byte[] whole = work.compute(plan.files(), new Shard(0, allRows(file)));
    assertThat(merge.mergeAll()).hasValue(whole);
  }

  private static List<RowSlice> allRows(InputFile file) {
    return java.util.stream.IntStream.range(0, file.rowGroups().size())
        .mapToObj(group -> new RowSlice(0, group, 0, file.rowGroups().get(group).rows()))
        .toList();
  }

  @Test
  void injectedFailuresHitTheFirstAttemptOnly() {
    PassFolder pass = open(ShardPlanTest.plan(ShardPlannerTest.file("a", 100, 10)));
    ShardAttempt attempt = new ShardAttempt(pass, new Faults("before-commit,after-commit"));
    assertThatThrownBy(() -> attempt.run(new SumOfRows(), 0, 0))
        .hasMessageContaining("before the commit of shard 0");
    assertThatThrownBy(() -> attempt.run(new SumOfRows(), 1, 0))
        .hasMessageContaining("after the commit of shard 1");
    assertThat(pass.shards().names()).containsExactly("000001");
    attempt.run(new SumOfRows(), 0, 1);
    attempt.run(new SumOfRows(), 1, 1);
    assertThat(pass.shards().names()).containsExactly("000000", "000001");
  }
}
