package dev.vernier.jobs.pass;

import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.RowGroupSpan;
import dev.vernier.jobs.shard.RowSlice;
import dev.vernier.jobs.shard.Shard;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.data.RowFilter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads the rows of a shard. Where a few columns tell which rows take part, these are read first,
 * and row groups without such rows are left unread.
 */
final class ShardRows {
  private final Collection<String> columns;
  private final Optional<RowFilter> filter;
  private final Configuration hadoop;

  /**
   * A reader of rows.
   *
   * @param columns those that are needed of a row that takes part
   * @param filter says which rows take part
   */
  ShardRows(Collection<String> columns, RowFilter filter, Configuration hadoop) {
    this.columns = List.copyOf(columns);
    this.filter = Optional.of(filter).filter(one -> one.isTellingBeside(columns));
    this.hadoop = hadoop;
  }

  /**
   * Passes the rows of the shard on, in plan order: at least those that take part, and the number
   * of all others.
   */
  void forEach(List<InputFile> files, Shard shard, Consumer<Row> consumer, LongConsumer skipped) {
    List<RowSlice> slices = shard.slices();
    if (filter.isPresent()) {
      slices = needed(files, slices, filter.get());
      skipped.accept(rows(shard.slices()) - rows(slices));
    }
    for (Run run : runs(files, slices)) {
      read(run, columns, consumer);
    }
  }

  private static long rows(List<RowSlice> slices) {
    return slices.stream().mapToLong(RowSlice::rows).sum();
  }

  /** The slices with rows that take part. */
  private List<RowSlice> needed(List<InputFile> files, List<RowSlice> slices, RowFilter by) {
    List<RowSlice> needed = new ArrayList<>();
    for (Run run : runs(files, slices)) {
      List<Boolean> selected = new ArrayList<>();
      read(run, by.columns(), row -> selected.add(by.selects(row)));
      int from = 0;
      for (RowSlice slice : run.slices) {
        int to = Math.min(from + Math.toIntExact(slice.rows()), selected.size());
        if (selected.subList(from, to).contains(true)) {
          needed.add(slice);
        }
        from = to;
      }
    }
    return needed;
  }

  private void read(Run run, Collection<String> wanted, Consumer<Row> consumer) {
    try (ParquetRows rows = ParquetRows.open(run.path, run.start, run.end, wanted, hadoop)) {
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
        runs.add(last.with(slice, group));
      } else {
        runs.add(
            new Run(
                file.path(), group.start(), group.end(), slice.from(), slice.to(), List.of(slice)));
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
  private record Run(String path, long start, long end, long from, long to, List<RowSlice> slices) {
    /** This run and what follows it. */
    Run with(RowSlice slice, RowGroupSpan group) {
      List<RowSlice> all = new ArrayList<>(slices);
      all.add(slice);
      return new Run(path, start, group.end(), from, to + slice.to(), all);
    }
  }
}
