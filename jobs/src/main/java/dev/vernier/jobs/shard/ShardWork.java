package dev.vernier.jobs.shard;

import java.util.List;

/**
 * What a pass computes. Results are bytes; {@link #merge} is commutative and associative, so
 * neither the cut into shards nor the order of merging can show.
 */
public interface ShardWork {

  /**
   * Computes a shard from nothing.
   *
   * @param files the plan's files, which the shard's slices refer to
   * @param shard the rows
   * @param progress told about rows as they are done; only for display
   */
  byte[] compute(List<InputFile> files, Shard shard, RowProgress progress);

  /** Combines two results. */
  byte[] merge(byte[] left, byte[] right);

  /** Hears how many rows were done since it was last told. */
  @FunctionalInterface
  interface RowProgress {
    /** Adds rows to those done. */
    void rows(long count);
  }
}
