package dev.vernier.jobs.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShardPlannerTest {
  @Test
  void everyRowBelongsToExactlyOneShard() {
    Random random = new Random(7);
    for (int trial = 0; trial < 50; trial++) {
      List<InputFile> files = files(random);
      int max = 1 + random.nextInt(40);
      List<Shard> shards =
          new ShardPlanner(max, 1 + random.nextInt(500), 1 + random.nextInt(8)).plan(files);
      assertThat(coverage(shards, files)).as("trial %d", trial).allMatch(count -> count == 1);
      assertThat(shards).extracting(Shard::id).isSorted();
    }
  }

  @Test
  void staysNearTheLimitOfShards() {
    List<InputFile> files = List.of(file("a", 10_000, 100), file("b", 10_000, 100));
    assertThat(new ShardPlanner(50, 1, 2).plan(files)).hasSizeLessThanOrEqualTo(50);
  }

  @Test
  void bundlesSmallRowGroups() {
    List<Shard> shards = new ShardPlanner(10_000, 64, 2).plan(List.of(file("a", 320, 16)));
    assertThat(shards).hasSize(5).allMatch(shard -> shard.rows() == 64);
  }

  @Test
  void cutsOneBigRowGroupSoThatAllSlotsWork() {
    List<Shard> shards = new ShardPlanner(10_000, 1, 2).plan(List.of(file("a", 1000, 1000)));
    assertThat(shards).hasSize(8);
  }

  @Test
  void noRowsNoShards() {
    assertThat(new ShardPlanner(10, 1, 2).plan(List.of(file("a", 0, 1)))).isEmpty();
  }

  private static List<Integer> coverage(List<Shard> shards, List<InputFile> files) {
    List<Integer> counts = new ArrayList<>();
    for (int file = 0; file < files.size(); file++) {
      for (int group = 0; group < files.get(file).rowGroups().size(); group++) {
        for (long row = 0; row < files.get(file).rowGroups().get(group).rows(); row++) {
          counts.add(occurrences(shards, file, group, row));
        }
      }
    }
    return counts;
  }

  private static int occurrences(List<Shard> shards, int file, int group, long row) {
    int count = 0;
    for (Shard shard : shards) {
      for (RowSlice slice : shard.slices()) {
        boolean here = slice.file() == file && slice.rowGroup() == group;
        count += here && slice.from() <= row && row < slice.to() ? 1 : 0;
      }
    }
    return count;
  }

  private static List<InputFile> files(Random random) {
    List<InputFile> files = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      files.add(file("f" + i, random.nextInt(400), 1 + random.nextInt(200)));
    }
    return files;
  }

  static InputFile file(String path, int rows, int rowsPerGroup) {
    List<RowGroupSpan> groups = new ArrayList<>();
    for (int done = 0; done < rows; done += rowsPerGroup) {
      long size = Math.min(rowsPerGroup, rows - done);
      groups.add(new RowGroupSpan(4 + done, 4 + done + size, size));
    }
    return new InputFile(path, 8L + rows, 1_700_000_000_000L, groups);
  }
}
