package dev.vernier.jobs.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.vernier.conf.RowSelection;
import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.RowGroupSpan;
import dev.vernier.jobs.shard.RowSlice;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetRowWriter;
import dev.vernier.pipeline.data.ParquetRowWriter.ColumnType;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.data.RowFilter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardRowsTest {
  private static final int ROWS = 200;
  private static final int ROWS_PER_GROUP = 5;
  private static final int PAYLOAD = 2_000;
  private static final List<String> COLUMNS = List.of("id", "payload");
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;
  private List<InputFile> files;

  @BeforeEach
  void write() {
    Map<String, ColumnType> columns = new LinkedHashMap<>();
    columns.put("id", ColumnType.LONG);
    columns.put("payload", ColumnType.BINARY);
    Path file = folder.resolve("data.parquet");
    try (ParquetRowWriter writer = new ParquetRowWriter(file, columns, ROWS_PER_GROUP)) {
      for (long id = 0; id < ROWS; id++) {
        writer.write(Row.of("id", id).with("payload", new byte[PAYLOAD]));
      }
      writer.commit();
    }
    files = DataSet.open(DataRole.CALIBRATION, List.of(file.toString()), HADOOP).inputFiles();
    assertThat(files.get(0).rowGroups()).hasSize(ROWS / ROWS_PER_GROUP);
  }

  /** All row groups but the first two rows and the last row. */
  private Shard shard() {
    int last = ROWS / ROWS_PER_GROUP - 1;
    List<RowSlice> slices = new ArrayList<>();
    for (int group = 0; group <= last; group++) {
      slices.add(
          new RowSlice(
              0, group, group == 0 ? 2 : 0, group == last ? ROWS_PER_GROUP - 1 : ROWS_PER_GROUP));
    }
    return new Shard(0, slices);
  }

  private static RowFilter filter(Optional<String> key, String where) {
    RowSelection selection = new RowSelection(key, 1, List.of(0), Optional.of(where));
    return RowFilter.of(selection, List.of("payload"));
  }

  private record Found(List<Long> ids, long skipped) {}

  private Found read(RowFilter filter) {
    List<Long> ids = new ArrayList<>();
    AtomicLong skipped = new AtomicLong();
    new ShardRows(COLUMNS, filter, HADOOP)
        .forEach(
            files, shard(), row -> ids.add((Long) row.columns().get("id")), skipped::addAndGet);
    return new Found(ids, skipped.get());
  }

  /** Spoils the payload, which comes last, of all row groups but some. */
  private void damageAllBut(List<Integer> kept) throws IOException {
    List<RowGroupSpan> groups = files.get(0).rowGroups();
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("data.parquet").toFile(), "rw")) {
      for (int group = 0; group < groups.size(); group++) {
        if (!kept.contains(group)) {
          // The values with their lengths, which are then beyond the page's end.
          byte[] junk = new byte[ROWS_PER_GROUP * (Integer.BYTES + PAYLOAD)];
          Arrays.fill(junk, Byte.MAX_VALUE);
          file.seek(groups.get(group).end() - junk.length);
          file.write(junk);
        }
      }
    }
  }

  @Test
  void rowGroupsWithoutRowsThatTakePartAreCountedAndNotRead() throws IOException {
    damageAllBut(List.of(12, 13));
    Found found = read(filter(Optional.of("id"), "id >= 60 and id < 68"));
    assertThat(found.ids()).containsExactly(60L, 61L, 62L, 63L, 64L, 65L, 66L, 67L, 68L, 69L);
    assertThat(found.skipped()).isEqualTo(ROWS - 3 - 10);
    assertThatThrownBy(() -> read(filter(Optional.of("id"), "id < 68")))
        .isInstanceOf(VernierException.class)
        .hasMessageContaining("data.parquet");
  }

  @Test
  void slicesAreKeptAtBothEnds() {
    Found first = read(filter(Optional.of("id"), "id < 3"));
    assertThat(first.ids()).containsExactly(2L, 3L, 4L);
    Found last = read(filter(Optional.of("id"), "id >= 197"));
    assertThat(last.ids()).containsExactly(195L, 196L, 197L, 198L);
    Found none = read(filter(Optional.of("id"), "id < 2"));
    assertThat(none.ids()).isEmpty();
    assertThat(none.skipped()).isEqualTo(ROWS - 3);
  }

  @Test
  void withoutAKeyColumnTheContentIsReadAndNothingSkipped() {
    Found found = read(filter(Optional.empty(), "id >= 60 and id < 68"));
    assertThat(found.ids()).hasSize(ROWS - 3).startsWith(2L).endsWith(198L);
    assertThat(found.skipped()).isZero();
  }

  @Test
  void allRowsAreReadWhereNoneIsLeftOut() {
    RowSelection all = new RowSelection(Optional.of("id"), 1, List.of(0), Optional.empty());
    assertThat(read(RowFilter.of(all, List.of("payload"))).ids()).hasSize(ROWS - 3);
  }
}
