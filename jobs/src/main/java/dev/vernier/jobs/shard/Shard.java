package dev.vernier.jobs.shard;

import java.util.List;

/** The rows that one task computes and commits together. */
public record Shard(int id, List<RowSlice> slices) {

  /** Copies the list. */
  public Shard {
    slices = List.copyOf(slices);
  }

  /** Number of rows, before any selection. */
  public long rows() {
    return slices.stream().mapToLong(RowSlice::rows).sum();
  }
}
