package dev.vernier.jobs.shard;

/**
 * A row group of a file.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 * @param rows its rows
 */
public record RowGroupSpan(long start, long end, long rows) {}
