package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A table of numbers with a header: column x (array of float) of all fields of a record but the
 * label's, and label. Records with a field that is no number are left out.
 */
public final class CsvIngest {
  private CsvIngest() {}

  /** Writes every record. */
  public static IngestReport run(
      Path file, Optional<String> labelColumn, Path out, Every selection) {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    try (Reader in = Files.newBufferedReader(file);
        CSVParser records = format.parse(in)) {
      List<String> header = records.getHeaderNames();
      labelColumn.ifPresent(l -> requireColumn(file, header, l));
      Map<String, ColumnType> columns = new LinkedHashMap<>();
      columns.put("x", ColumnType.FLOATS);
      labelColumn.ifPresent(l -> columns.put("label", ColumnType.INT));
      try (Sink sink = new Sink(out, columns, selection)) {
        for (CSVRecord record : records) {
          String name = "record " + record.getRecordNumber();
          sink.add(name, () -> row(record, header, labelColumn));
        }
        return sink.commit();
      }
    } catch (IOException | IllegalArgumentException | java.io.UncheckedIOException e) {
      throw new VernierException("cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static void requireColumn(Path file, List<String> header, String label) {
    if (!header.contains(label)) {
      throw new VernierException(file + ": no column " + label + "; the header is " + header);
    }
  }

  private static Row row(CSVRecord record, List<String> header, Optional<String> labelColumn)
      throws BadRowException {
    if (record.size() != header.size()) {
      throw new BadRowException(record.size() + " fields, the header has " + header.size());
    }
    List<String> fields = header.stream().filter(h -> !h.equals(labelColumn.orElse(""))).toList();
    float[] x = new float[fields.size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) number(record, fields.get(i));
    }
    Row row = Row.of("x", x);
    return labelColumn.isEmpty() ? row : row.with("label", whole(record, labelColumn.get()));
  }

  private static double number(CSVRecord record, String column) throws BadRowException {
    try {
      return Double.parseDouble(record.get(column));
    } catch (NumberFormatException e) {
      throw new BadRowException(column + " = \"" + record.get(column) + "\" is no number", e);
    }
  }

  private static long whole(CSVRecord record, String column) throws BadRowException {
    double value = number(record, column);
    if (value != Math.rint(value)) {
      throw new BadRowException(column + " = " + value + " is no class index");
    }
    return (long) value;
  }
}
