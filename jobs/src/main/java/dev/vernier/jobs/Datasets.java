package dev.vernier.jobs;

import dev.vernier.pipeline.ingest.Every;
import dev.vernier.pipeline.ingest.ImageIngest;
import dev.vernier.pipeline.ingest.IngestReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings what a user names as data into Parquet. */
final class Datasets {
  private static final String LABELS = "labels.csv";

  private Datasets() {}

  /** The data itself if it is Parquet; a folder of images is ingested into the target. */
  static String parquet(Path data, Path target, PrintWriter err) {
    if (!Files.exists(data)) {
      throw new UsageException(data + ": no such data");
    }
    if (!Files.isDirectory(data) || holdsParquet(data)) {
      return data.toString();
    }
    Path labels = data.resolve(LABELS);
    Optional<Path> labelFile = Optional.of(labels).filter(Files::isRegularFile);
    IngestReport report = ImageIngest.run(data, labelFile, target, Every.ITEM);
    err.println("ingested " + report.rows() + " images of " + data + " into " + target);
    report.skipped().forEach(line -> err.println("left out: " + line));
    return target.toString();
  }

  private static boolean holdsParquet(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(file -> file.toString().endsWith(".parquet"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
