package dev.vernier.jobs.shard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergeTreeTest {
  @Test
  void fewShardsAreLeftToTheDriver() {
    assertThat(new MergeTree(0).left()).isEmpty();
    assertThat(new MergeTree(16).levels()).isZero();
    assertThat(new MergeTree(2).left()).containsExactly("000000", "000001");
  }

  @Test
  void seventeenShardsAreTwoNodes() {
    MergeTree tree = new MergeTree(17);
    assertThat(tree.nodes(1)).containsExactly(0, 1);
    assertThat(tree.inputs(1)).containsExactly("000016");
    assertThat(tree.left()).containsExactly("1-000000", "1-000001");
  }

  /** 10,000 are 625, 40 and 3: the driver's share does not grow. */
  @ParameterizedTest
  @ValueSource(ints = {1, 15, 16, 17, 256, 257, 1000, 4097, 10_000})
  void everyResultIsMergedOnceAndFewAreLeft(int shards) {
    MergeTree tree = new MergeTree(shards);
    List<String> there = IntStream.range(0, shards).mapToObj(PassFolder::shardName).toList();
    for (int level = 1; level <= tree.levels(); level++) {
      List<String> merged = new ArrayList<>();
      tree.nodes(level).forEach(node -> merged.addAll(tree.inputs(node)));
      assertThat(merged).isEqualTo(there);
      there = tree.nodes(level).stream().map(tree::name).toList();
    }
    assertThat(tree.left()).isEqualTo(there).hasSizeLessThanOrEqualTo(MergeTree.FAN_IN);
  }
}
