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
   */
  byte[] compute(List<InputFile> files, Shard shard);

  /** Combines two results. */
  byte[] merge(byte[] left, byte[] right);
}
