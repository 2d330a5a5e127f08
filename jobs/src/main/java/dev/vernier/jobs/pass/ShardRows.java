package dev.vernier.jobs.pass;

import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.RowGroupSpan;
import dev.vernier.jobs.shard.RowSlice;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** Reads the rows of a shard. */
final class ShardRows {
  private final Collection<String> columns;
  private final Configuration hadoop;

  ShardRows(Collection<String> columns, Configuration hadoop) {
    this.columns = List.copyOf(columns);
    this.hadoop = hadoop;
  }

  /** Passes every row of the shard on, in plan order. */
  void forEach(List<InputFile> files, Shard shard, Consumer<Row> consumer) {
    for (Run run : runs(files, shard.slices())) {
      read(run, consumer);
    }
  }

  private void read(Run run, Consumer<Row> consumer) {
    try (ParquetRows rows = ParquetRows.open(run.path, run.start, run.end, columns, hadoop)) {
      for (long row = 0; row < run.to && rows.hasNext(); row++) {
        Row next = rows.next();
        if (row >= run.from) {
          consumer.accept(next);
        }
      }
    }
  }

  /** Slices that follow one another in a file are read through one reader. */
  private static List<Run> runs(List<InputFile> files, List<RowSlice> slices) {
    List<Run> runs = new ArrayList<>();
    RowSlice previous = null;
    for (RowSlice slice : slices) {
      InputFile file = files.get(slice.file());
      RowGroupSpan group = file.rowGroups().get(slice.rowGroup());
      if (previous != null && follows(files, previous, slice)) {
        Run last = runs.remove(runs.size() - 1);
        runs.add(new Run(last.path, last.start, group.end(), last.from, last.to + slice.to()));
      } else {
        runs.add(new Run(file.path(), group.start(), group.end(), slice.from(), slice.to()));
      }
      previous = slice;
    }
    return runs;
  }

  private static boolean follows(List<InputFile> files, RowSlice previous, RowSlice slice) {
    long rowsBefore = files.get(previous.file()).rowGroups().get(previous.rowGroup()).rows();
    return previous.file() == slice.file()
        && previous.rowGroup() + 1 == slice.rowGroup()
        && previous.to() == rowsBefore
        && slice.from() == 0;
  }

  /** Rows {@code from} to before {@code to} of a range of row groups. */
  private record Run(String path, long start, long end, long from, long to) {}
}
