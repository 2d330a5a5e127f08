package dev.vernier.jobs.shard;

/** One attempt at one shard: compute, then commit. */
public final class ShardAttempt {
  private final PassFolder folder;
  private final Faults faults;

  /** Attempts that commit into a pass's folder. */
  public ShardAttempt(PassFolder folder, Faults faults) {
    this.folder = folder;
    this.faults = faults;
  }

  /** Computes and commits the shard; a shard committed meanwhile is left as it is. */
  public void run(ShardWork work, int shard, int attempt) {
    byte[] result = work.compute(folder.plan().files(), folder.plan().shards().get(shard));
    faults.beforeCommit(shard, attempt);
    folder.shards().commit(PassFolder.shardName(shard), result);
    faults.afterCommit(shard, attempt);
  }
}
