package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Class indices of files, from a CSV file with a header: a column {@code file} (or {@code name},
 * {@code path}, {@code image}) and a column {@code label} (or {@code class}, {@code target}).
 *
 * <p>A record is about a file if one of both paths ends with the other, folder by folder: the CSV
 * may name files by their bare names or with folders above those that are read. Equal names in
 * different folders are told apart by their folders.
 */
final class Labels {
  private static final List<String> FILE_COLUMNS =
      List.of("file", "filename", "name", "path", "image", "wav");
  private static final List<String> LABEL_COLUMNS =
      List.of("label", "class", "class_id", "target", "index");

  private final Path source;
  private final Map<String, List<Entry>> labels;

  /** A record: path with slashes, and class. */
  private record Entry(String path, int label) {
    boolean isAbout(String file) {
      return ("/" + file).endsWith("/" + path) || ("/" + path).endsWith("/" + file);
    }
  }

  private Labels(Path source, Map<String, List<Entry>> labels) {
    this.source = source;
    this.labels = labels;
  }

  static Labels read(Path csv) {
    Map<String, List<Entry>> labels = new HashMap<>();
    try (Reader in = Files.newBufferedReader(csv);
        CSVParser records = format().parse(in)) {
      String file = column(csv, records.getHeaderNames(), FILE_COLUMNS);
      String label = column(csv, records.getHeaderNames(), LABEL_COLUMNS);
      for (CSVRecord record : records) {
        String path = path(record.get(file));
        Entry entry = new Entry(path, number(csv, record, label));
        labels.computeIfAbsent(baseName(path), name -> new ArrayList<>()).add(entry);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new VernierException("cannot read labels from " + csv + ": " + e.getMessage(), e);
    }
    return new Labels(csv, labels);
  }

  private static CSVFormat format() {
    return CSVFormat.DEFAULT
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .setIgnoreHeaderCase(true)
        .setTrim(true)
        .get();
  }

  private static String column(Path csv, List<String> header, List<String> names) {
    for (String name : names) {
      for (String column : header) {
        if (column.equalsIgnoreCase(name)) {
          return column;
        }
      }
    }
    throw new VernierException(
        csv + ": no column " + String.join(" or ", names) + "; the header is " + header);
  }

  private static int number(Path csv, CSVRecord record, String column) {
    try {
      return Integer.parseInt(record.get(column));
    } catch (NumberFormatException e) {
      throw new VernierException(
          csv
              + ", record "
              + record.getRecordNumber()
              + ": "
              + column
              + " = \""
              + record.get(column)
              + "\": expected a class index",
          e);
    }
  }

  private static String path(String text) {
    String path = text.replace('\\', '/');
    return path.startsWith("./") ? path.substring(2) : path;
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * The class of a file.
   *
   * @param file path within the folder that is read, with slashes
   */
  int of(String file) throws BadRowException {
    List<Integer> found =
        labels.getOrDefault(baseName(file), List.of()).stream()
            .filter(entry -> entry.isAbout(file))
            .map(Entry::label)
            .distinct()
            .toList();
    if (found.isEmpty()) {
      throw new BadRowException("no label in " + source);
    }
    if (found.size() > 1) {
      throw new BadRowException(
          "labels " + found + " in " + source + ": expected one; write folders there as well");
    }
    return found.get(0);
  }
}
