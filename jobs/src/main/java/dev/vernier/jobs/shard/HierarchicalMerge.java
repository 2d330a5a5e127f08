package dev.vernier.jobs.shard;

import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Merges the committed shards of a pass along a {@link MergeTree}. Tasks merge the nodes of a level
 * at the same time and commit them like shards; the driver merges what is left at the top, never
 * more than {@value MergeTree#FAN_IN} results. At most two results are in memory at a time.
 */
public final class HierarchicalMerge {
  private final PassFolder folder;
  private final WorkSpec spec;
  private final MergeTree tree;

  /** Merges what the folder's plan lists. */
  public HierarchicalMerge(PassFolder folder, WorkSpec spec) {
    this.folder = folder;
    this.spec = spec;
    this.tree = new MergeTree(folder.plan().shards().size());
  }

  /** Levels that tasks merge, one after another, from 1; 0 if the driver can do all. */
  public int levels() {
    return tree.levels();
  }

  /** The nodes of a level whose merge is not committed yet. */
  public List<Integer> missing(int level) {
    Set<String> present = folder.merges().names();
    return tree.nodes(level).stream()
        .filter(
            node -> {
              String name = tree.name(node);
              return !present.contains(name) || !folder.merges().hasLength(name);
            })
        .toList();
  }

  /** Merges one node and commits the result; the level below must be there. */
  public void merge(int node) {
    CommittedFiles from = tree.level(node) == 1 ? folder.shards() : folder.merges();
    fold(from, tree.inputs(node))
        .ifPresent(merged -> folder.merges().commit(tree.name(node), merged));
  }

  /** The merge of all shards, from the committed nodes of the highest level; empty if none. */
  public Optional<byte[]> mergeAll() {
    return fold(levels() == 0 ? folder.shards() : folder.merges(), tree.left());
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
