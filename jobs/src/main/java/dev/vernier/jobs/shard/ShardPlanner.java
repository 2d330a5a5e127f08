package dev.vernier.jobs.shard;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts files into shards. Small row groups are bundled until a shard has its share of rows; a row
 * group is cut into slices only where there are too few row groups to occupy the task slots. No
 * result depends on the cut.
 */
public final class ShardPlanner {
  /** Reading a row group again for each of its slices must stay cheap against computing them. */
  private static final long LEAST_SLICE_ROWS = 32;

  /** Shards for each task slot, so that slots finish at about the same time. */
  private static final long SHARDS_PER_SLOT = 4;

  private final int maxShards;
  private final long minShardRows;
  private final int slots;

  /**
   * Plans passes.
   *
   * @param maxShards the most shards of a pass
   * @param minShardRows bundles row groups until a shard has this many rows
   * @param slots tasks that run at a time
   */
  public ShardPlanner(int maxShards, long minShardRows, int slots) {
    this.maxShards = maxShards;
    this.minShardRows = minShardRows;
    this.slots = slots;
  }

  /** Shards that cover every row of the files once; row groups without rows are left out. */
  public List<Shard> plan(List<InputFile> files) {
    long rows = files.stream().mapToLong(InputFile::rows).sum();
    long perShard = Math.max(minShardRows, ceilDiv(rows, maxShards));
    long perSlice = Math.max(perShard, sliceRows(rows));
    Bundler bundler = new Bundler(perShard);
    for (int file = 0; file < files.size(); file++) {
      List<RowGroupSpan> groups = files.get(file).rowGroups();
      for (int group = 0; group < groups.size(); group++) {
        slice(file, group, groups.get(group).rows(), perSlice, bundler);
      }
    }
    return bundler.finish();
  }

  private long sliceRows(long rows) {
    return Math.max(LEAST_SLICE_ROWS, ceilDiv(rows, slots * SHARDS_PER_SLOT));
  }

  private static void slice(int file, int group, long rows, long perSlice, Bundler bundler) {
    long pieces = Math.max(1, rows / perSlice);
    for (long piece = 0; piece < pieces; piece++) {
      long from = rows * piece / pieces;
      long to = rows * (piece + 1) / pieces;
      if (to > from) {
        bundler.add(new RowSlice(file, group, from, to));
      }
    }
  }

  private static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }

  private static final class Bundler {
    private final long perShard;
    private final List<Shard> shards = new ArrayList<>();
    private List<RowSlice> open = new ArrayList<>();
    private long openRows;

    Bundler(long perShard) {
      this.perShard = perShard;
    }

    void add(RowSlice slice) {
      open.add(slice);
      openRows += slice.rows();
      if (openRows >= perShard) {
        close();
      }
    }

    private void close() {
      shards.add(new Shard(shards.size(), open));
      open = new ArrayList<>();
      openRows = 0;
    }

    List<Shard> finish() {
      if (!open.isEmpty()) {
        close();
      }
      return List.copyOf(shards);
    }
  }
}
