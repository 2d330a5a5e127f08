package dev.vernier.pipeline.data;

/**
 * One row group of a Parquet file.
 *
 * @param start offset of its first byte in the file
 * @param compressedBytes its size in the file, all columns
 * @param uncompressedBytes its size in memory once read, all columns
 * @param rows its rows
 */
public record RowGroup(long start, long compressedBytes, long uncompressedBytes, long rows) {
  /** Offset after its last byte. */
  public long end() {
    return start + compressedBytes;
  }
}
