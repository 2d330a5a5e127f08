package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Class indices by file name, from a CSV file with a header: a column {@code file} (or {@code
 * name}, {@code path}, {@code image}) and a column {@code label} (or {@code class}, {@code
 * target}).
 */
final class Labels {
  private static final List<String> FILE_COLUMNS =
      List.of("file", "filename", "name", "path", "image", "wav");
  private static final List<String> LABEL_COLUMNS =
      List.of("label", "class", "class_id", "target", "index");

  private final Path source;
  private final Map<String, Integer> labels;

  private Labels(Path source, Map<String, Integer> labels) {
    this.source = source;
    this.labels = labels;
  }

  static Labels read(Path csv) {
    Map<String, Integer> labels = new HashMap<>();
    try (Reader in = Files.newBufferedReader(csv);
        CSVParser records = format().parse(in)) {
      String file = column(csv, records.getHeaderNames(), FILE_COLUMNS);
      String label = column(csv, records.getHeaderNames(), LABEL_COLUMNS);
      for (CSVRecord record : records) {
        labels.put(baseName(record.get(file)), number(csv, record, label));
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

  private static String baseName(String path) {
    return path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
  }

  int of(String file) throws BadRowException {
    Integer label = labels.get(file);
    if (label == null) {
      throw new BadRowException("no label in " + source);
    }
    return label;
  }
}
