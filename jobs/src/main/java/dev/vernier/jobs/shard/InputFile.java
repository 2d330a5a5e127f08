package dev.vernier.jobs.shard;

import java.util.List;

/**
 * One input file as the plan remembers it: enough to notice that it has changed.
 *
 * @param path qualified path
 * @param length bytes
 * @param modified modification time in milliseconds since 1970
 * @param rowGroupRows rows of each row group, in file order
 */
public record InputFile(String path, long length, long modified, List<Long> rowGroupRows) {

  /** Copies the list. */
  public InputFile {
    rowGroupRows = List.copyOf(rowGroupRows);
  }

  /** Rows of the file. */
  public long rows() {
    return rowGroupRows.stream().mapToLong(Long::longValue).sum();
  }
}
