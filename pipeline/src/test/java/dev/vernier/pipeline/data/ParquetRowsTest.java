package dev.vernier.pipeline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Type;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path dir;

  private Path write(String name, int rows) {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("image", ColumnType.BINARY);
    columns.put("name", ColumnType.TEXT);
    columns.put("label", ColumnType.INT);
    columns.put("id", ColumnType.LONG);
    columns.put("weight", ColumnType.DOUBLE);
    columns.put("x", ColumnType.FLOATS);
    columns.put("ids", ColumnType.LONGS);
    Path file = dir.resolve(name);
    try (ParquetRowWriter writer = new ParquetRowWriter(file, columns, 10)) {
      for (int i = 0; i < rows; i++) {
        writer.write(row(i));
      }
      writer.commit();
    }
    return file;
  }

  private static Row row(int i) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("image", new byte[] {(byte) i, 1});
    values.put("name", "name " + i);
    values.put("label", i);
    values.put("id", 10_000_000_000L + i);
    values.put("weight", i / 4.0);
    values.put("x", new float[] {i, 0.5f, -i});
    values.put("ids", i % 2 == 0 ? new long[0] : new long[] {i, Long.MIN_VALUE});
    return new Row(values);
  }

  private static List<Row> all(Path file, List<String> columns) {
    List<Row> rows = new ArrayList<>();
    try (ParquetRows reader = ParquetRows.open(file.toString(), columns, HADOOP)) {
      reader.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void readsWhatWasWritten() {
    Path file = write("a.parquet", 25);
    List<String> columns = List.of("image", "name", "label", "id", "weight", "x", "ids");
    List<Row> rows = all(file, columns);
    assertThat(rows).hasSize(25);
    for (int i = 0; i < 25; i++) {
      for (String column : columns) {
        assertThat(rows.get(i).columns().get(column)).isEqualTo(row(i).columns().get(column));
      }
    }
  }

  @Test
  void aListWithANullIsNoShorterList() throws Exception {
    Schema element = Schema.createUnion(Schema.create(Type.NULL), Schema.create(Type.FLOAT));
    Schema schema =
        SchemaBuilder.record("r")
            .fields()
            .name("x")
            .type(Schema.createArray(element))
            .noDefault()
            .endRecord();
    Configuration threeLevels = new Configuration();
    threeLevels.setBoolean("parquet.avro.write-old-list-structure", false);
    Path file = dir.resolve("nulls.parquet");
    try (ParquetWriter<GenericRecord> writer =
        AvroParquetWriter.<GenericRecord>builder(new LocalOutputFile(file))
            .withSchema(schema)
            .withConf(threeLevels)
            .build()) {
      for (List<Float> x : List.of(List.of(1f, 2f), Arrays.asList(1f, null, 3f), List.of(4f))) {
        writer.write(new GenericRecordBuilder(schema).set("x", x).build());
      }
    }
    List<Row> rows = all(file, List.of("x"));
    assertThat(rows.get(0).columns().get("x")).isEqualTo(new float[] {1, 2});
    assertThat(rows.get(2).columns().get("x")).isEqualTo(new float[] {4});
    assertThatThrownBy(() -> rows.get(1).value("x"))
        .isInstanceOf(BadRowException.class)
        .hasMessage("column 'x' is null or a list that holds a null");
  }

  @Test
  void readsRowGroupsByThemselves() {
    Path file = write("a.parquet", 25);
    ParquetFileInfo info = ParquetFooters.of(List.of(file.toString())).get(0);
    assertThat(info.rowGroups()).extracting(RowGroup::rows).containsExactly(10L, 10L, 5L);
    assertThat(info.rows()).isEqualTo(25);
    List<Object> labels = new ArrayList<>();
    for (RowGroup group : info.rowGroups()) {
      int before = labels.size();
      try (ParquetRows rows = ParquetRows.open(info.path(), group, List.of("label"), HADOOP)) {
        rows.forEachRemaining(r -> labels.add(r.columns().get("label")));
      }
      assertThat(labels.size() - before).isEqualTo((int) group.rows());
    }
    assertThat(labels).hasSize(25).doesNotHaveDuplicates();
    List<Row> two = new ArrayList<>();
    long start = info.rowGroups().get(0).start();
    long end = info.rowGroups().get(1).end();
    try (ParquetRows rows = ParquetRows.open(info.path(), start, end, List.of("id"), HADOOP)) {
      rows.forEachRemaining(two::add);
    }
    assertThat(two).hasSize(20);
  }

  @Test
  void projectsToTheColumnsAsked() {
    Path file = write("a.parquet", 3);
    assertThat(all(file, List.of("label")).get(0).columns()).containsOnlyKeys("label");
    assertThatThrownBy(() -> all(file, List.of("label", "imge")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("no column imge")
        .hasMessageContaining("image, name, label");
    ParquetFileInfo info = ParquetFooters.of(List.of(file.toString())).get(0);
    assertThatThrownBy(() -> ParquetRows.requireColumns(info, List.of("imge")))
        .hasMessageContaining("image (binary)")
        .hasMessageContaining("x (floating list)");
  }

  @Test
  void findsFilesSortedAndOnce() {
    write("b.parquet", 1);
    write("a.parquet", 2);
    write("sub/c.parquet", 3);
    List<ParquetFileInfo> files = ParquetFooters.of(List.of(dir.toString(), dir + "/*.parquet"));
    assertThat(files).extracting(ParquetFileInfo::rows).containsExactly(2L, 1L, 3L);
    List<Row> rows = new ArrayList<>();
    ParquetRows.of(files, List.of("label"), HADOOP).forEach(rows::add);
    assertThat(rows).hasSize(6);
  }

  @Test
  void saysWhatIsNoData() throws Exception {
    assertThatThrownBy(() -> ParquetFooters.of(List.of(dir + "/none*")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("no data at");
    Path text = Files.writeString(dir.resolve("x.parquet"), "not parquet");
    assertThatThrownBy(() -> ParquetFooters.of(List.of(text.toString())))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("as Parquet");
    Files.createDirectory(dir.resolve("empty"));
    assertThatThrownBy(() -> ParquetFooters.of(List.of(dir + "/empty")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("no .parquet file");
  }

  @Test
  void abandonedFilesLeaveTheOldOneAlone() throws Exception {
    Path file = write("a.parquet", 2);
    byte[] before = Files.readAllBytes(file);
    ParquetRowWriter writer = new ParquetRowWriter(file, Map.of("label", ColumnType.INT));
    writer.write(Row.of("label", 3));
    writer.close();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    try (var files = Files.list(dir)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void writesTheSameBytesAgain() throws Exception {
    byte[] first = Files.readAllBytes(write("a.parquet", 25));
    assertThat(Files.readAllBytes(write("b.parquet", 25))).isEqualTo(first);
  }
}
