package dev.vernier.jobs;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings what a user names as data into Parquet. */
final class Datasets {
  private Datasets() {}

  static String parquet(Path data, Path target, PrintWriter err) {
    if (!Files.exists(data)) {
      throw new UsageException(data + ": no such data");
    }
    return data.toString();
  }
}
