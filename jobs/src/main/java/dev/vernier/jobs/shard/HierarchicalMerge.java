package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merges the committed shards of a pass. Many shards are first merged in groups, which tasks can do
 * at the same time, and each group's result is committed like a shard; the driver then merges the
 * groups. At most two results are in memory at a time.
 */
public final class HierarchicalMerge {
  /** Up to this many shards the driver merges alone. */
  static final int GROUP_SIZE = 128;

  private final PassFolder folder;
  private final WorkSpec spec;

  /** Merges what the folder's plan lists. */
  public HierarchicalMerge(PassFolder folder, WorkSpec spec) {
    this.folder = folder;
    this.spec = spec;
  }

  /** Ids of the groups of a plan that tasks should merge first; empty if the driver can do all. */
  public static List<Integer> groups(ShardPlan plan) {
    List<Integer> groups = new ArrayList<>();
    if (plan.shards().size() > GROUP_SIZE) {
      for (int first = 0; first < plan.shards().size(); first += GROUP_SIZE) {
        groups.add(first / GROUP_SIZE);
      }
    }
    return groups;
  }

  /** The groups whose merge is not committed yet. */
  public List<Integer> missingGroups() {
    Set<String> present = folder.merges().names();
    return groups(folder.plan()).stream()
        .filter(
            group -> {
              String name = PassFolder.shardName(group);
              return !present.contains(name) || !folder.merges().hasLength(name);
            })
        .toList();
  }

  /** Merges one group and commits the result. */
  public void mergeGroup(int group) {
    int from = group * GROUP_SIZE;
    int to = Math.min(from + GROUP_SIZE, folder.plan().shards().size());
    List<String> names = new ArrayList<>();
    for (int id = from; id < to; id++) {
      names.add(PassFolder.shardName(id));
    }
    fold(folder.shards(), names)
        .ifPresent(merged -> folder.merges().commit(PassFolder.shardName(group), merged));
  }

  /** The merge of all shards, from the committed groups where there are groups; empty if none. */
  public Optional<byte[]> mergeAll() {
    List<Integer> groups = groups(folder.plan());
    if (!groups.isEmpty()) {
      return fold(folder.merges(), groups.stream().map(PassFolder::shardName).toList());
    }
    return fold(
        folder.shards(),
        folder.plan().shards().stream().map(shard -> PassFolder.shardName(shard.id())).toList());
  }

  private Optional<byte[]> fold(CommittedFiles from, List<String> names) {
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(spec.merge(names.stream().map(name -> require(from, name)).iterator()));
  }

  private static byte[] require(CommittedFiles from, String name) {
    return from.read(name).orElseThrow(() -> lost(from, name));
  }

  /** What is damaged is taken away, so that the next run computes it anew. */
  private static VernierException lost(CommittedFiles from, String name) {
    from.delete(name);
    return new VernierException(
        from.path()
            + "/"
            + name
            + ": this committed result has disappeared or was damaged while the job ran. Run the"
            + " same command again: it computes this one anew");
  }
}
