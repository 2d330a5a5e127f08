package dev.vernier.pipeline.data;

import java.util.List;

/**
 * What the footer of a Parquet file says.
 *
 * @param path full path or address
 * @param length bytes
 * @param modified milliseconds since 1970
 * @param columns names of the top-level columns with their types in words
 * @param rowGroups in file order
 */
public record ParquetFileInfo(
    String path,
    long length,
    long modified,
    List<ParquetColumn> columns,
    List<RowGroup> rowGroups) {
  /** Copies the lists. */
  public ParquetFileInfo {
    columns = List.copyOf(columns);
    rowGroups = List.copyOf(rowGroups);
  }

  /** Rows of all row groups. */
  public long rows() {
    return rowGroups.stream().mapToLong(RowGroup::rows).sum();
  }
}
