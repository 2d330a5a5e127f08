package dev.vernier.pipeline.ingest;

import java.nio.file.Path;
import java.util.List;

/**
 * What an ingest wrote.
 *
 * @param file the Parquet file
 * @param rows rows written
 * @param skipped one line for each item that could not be used
 * @param columns name and type of every column, in words
 */
public record IngestReport(Path file, long rows, List<String> skipped, List<String> columns) {
  /** Copies the lists. */
  public IngestReport {
    skipped = List.copyOf(skipped);
    columns = List.copyOf(columns);
  }
}
