package dev.vernier.jobs.shard;

import java.util.List;

/** A pass's work in one task slot; for one thread, kept from shard to shard. */
@FunctionalInterface
public interface ShardWork {

  /**
   * Computes a shard from nothing.
   *
   * @param files the plan's files, which the shard's slices refer to
   * @param shard the rows
   */
  byte[] compute(List<InputFile> files, Shard shard);
}
