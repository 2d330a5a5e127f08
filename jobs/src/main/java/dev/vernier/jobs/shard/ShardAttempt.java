package dev.vernier.jobs.shard;

import java.util.List;

/** One attempt at one shard: compute, then commit. */
public final class ShardAttempt {
  private final CommittedFiles shards;
  private final List<InputFile> files;
  private final Faults faults;

  /** Attempts that commit into a folder. */
  public ShardAttempt(CommittedFiles shards, List<InputFile> files, Faults faults) {
    this.shards = shards;
    this.files = List.copyOf(files);
    this.faults = faults;
  }

  /** Computes and commits the shard; a shard committed meanwhile is left as it is. */
  public void run(ShardWork work, Shard shard, int attempt, ShardWork.RowProgress progress) {
    byte[] result = work.compute(files, shard, progress);
    faults.beforeCommit(shard.id(), attempt);
    shards.commit(PassFolder.shardName(shard.id()), result);
    faults.afterCommit(shard.id(), attempt);
  }
}
