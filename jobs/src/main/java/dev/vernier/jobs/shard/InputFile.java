package dev.vernier.jobs.shard;

import java.util.List;

/**
 * One input file as the plan remembers it: enough to notice that it has changed.
 *
 * @param path qualified path
 * @param length bytes
 * @param modified modification time in milliseconds since 1970
 * @param rowGroups in file order
 */
public record InputFile(String path, long length, long modified, List<RowGroupSpan> rowGroups) {

  /** Copies the list. */
  public InputFile {
    rowGroups = List.copyOf(rowGroups);
  }

  /** Rows of the file. */
  public long rows() {
    return rowGroups.stream().mapToLong(RowGroupSpan::rows).sum();
  }
}
