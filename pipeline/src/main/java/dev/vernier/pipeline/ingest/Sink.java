package dev.vernier.pipeline.ingest;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.ParquetRowWriter;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes rows and remembers what was left out. */
final class Sink implements AutoCloseable {
  /** Makes the row of one item. */
  interface Item {
    Row row() throws BadRowException;
  }

  private final Path file;
  private final Map<String, ColumnType> columns;
  private final ParquetRowWriter writer;
  private final Every selection;
  private final List<String> skipped = new ArrayList<>();
  private long index;

  Sink(Path file, Map<String, ColumnType> columns, Every selection) {
    this.file = file;
    this.columns = columns;
    this.selection = selection;
    this.writer = new ParquetRowWriter(file, columns);
  }

  /** Takes the next item if it is its turn. */
  void add(String name, Item item) {
    if (!selection.takes(index++)) {
      return;
    }
    try {
      writer.write(item.row());
    } catch (BadRowException e) {
      skipped.add(name + ": " + e.getMessage());
    }
  }

  /** Puts the file in place; a file without a row is a failure. */
  IngestReport commit() {
    if (writer.rows() == 0) {
      String why = skipped.isEmpty() ? "" : "; left out: " + String.join("; ", first(skipped));
      throw new VernierException(
          "nothing to write to " + file + ": " + index + " items were found" + why);
    }
    writer.commit();
    List<String> names = new ArrayList<>();
    columns.forEach((n, t) -> names.add(n + " (" + t.name().toLowerCase(Locale.ROOT) + ")"));
    return new IngestReport(file, writer.rows(), skipped, names);
  }

  private static List<String> first(List<String> lines) {
    return lines.subList(0, Math.min(3, lines.size()));
  }

  @Override
  public void close() {
    writer.close();
  }
}
