package dev.vernier.it;

import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRowWriter;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/** Rows of the demonstration, written again in other layouts. */
public final class DemoRows {
  private static final List<String> COLUMNS = List.of("image", "label");

  private DemoRows() {}

  /** The first rows of a demonstration file. */
  public static List<Row> read(String file, int rows) {
    List<Row> all = new ArrayList<>();
    String path = Checkout.demo(file).toString();
    ParquetRows.of(ParquetFooters.of(List.of(path)), COLUMNS, new Configuration())
        .forEach(all::add);
    return new ArrayList<>(all.subList(0, Math.min(rows, all.size())));
  }

  public static List<Row> shuffled(List<Row> rows, long seed) {
    List<Row> copy = new ArrayList<>(rows);
    Collections.shuffle(copy, new Random(seed));
    return copy;
  }

  /** Writes the rows into a number of files of one folder. */
  public static Path write(List<Row> rows, Path folder, int files, int rowsPerGroup) {
    for (int file = 0; file < files; file++) {
      int from = rows.size() * file / files;
      int to = rows.size() * (file + 1) / files;
      writeFile(rows.subList(from, to), folder.resolve("part-" + file + ".parquet"), rowsPerGroup);
    }
    return folder;
  }

  public static Path writeFile(List<Row> rows, Path file, int rowsPerGroup) {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("image", ColumnType.BINARY);
    columns.put("label", ColumnType.INT);
    try (ParquetRowWriter writer = new ParquetRowWriter(file, columns, rowsPerGroup)) {
      rows.forEach(writer::write);
      writer.commit();
    }
    return file;
  }
}
