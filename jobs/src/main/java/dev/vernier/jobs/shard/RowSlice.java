package dev.vernier.jobs.shard;

/**
 * Consecutive rows of one row group.
 *
 * @param file index into the plan's files
 * @param rowGroup index of the row group in the file
 * @param from first row within the row group
 * @param to one past the last row
 */
public record RowSlice(int file, int rowGroup, long from, long to) {

  /** Number of rows. */
  public long rows() {
    return to - from;
  }
}
