package dev.vernier.pipeline.data;

import dev.vernier.onnx.VernierException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;

/**
 * Rows of a range of row groups, read one after another: memory holds the needed columns of one row
 * group and one row. Not thread-safe.
 */
public final class ParquetRows implements Iterator<Row>, Closeable {
  private final String path;
  private final ParquetReader<Row> reader;
  private Row next;

  private ParquetRows(String path, ParquetReader<Row> reader) {
    this.path = path;
    this.reader = reader;
    this.next = read();
  }

  /** All rows of a file. */
  public static ParquetRows open(String path, Collection<String> columns, Configuration hadoop) {
    return open(path, 0, Long.MAX_VALUE, columns, hadoop);
  }

  /** The rows of one row group. */
  public static ParquetRows open(
      String path, RowGroup group, Collection<String> columns, Configuration hadoop) {
    return open(path, group.start(), group.end(), columns, hadoop);
  }

  /**
   * The rows of the row groups whose middle lies in {@code [start, end)}; so a range from one row
   * group's start to another's end reads these and all between.
   *
   * @param columns the columns to read; an absent one fails with the list of those there are
   */
  public static ParquetRows open(
      String path, long start, long end, Collection<String> columns, Configuration hadoop) {
    try {
      InputFile file = HadoopInputFile.fromPath(new Path(path), hadoop);
      ParquetReader<Row> reader =
          new Builder(file, path, new TreeSet<>(columns))
              .withConf(hadoop)
              .withFileRange(start, end)
              .build();
      return new ParquetRows(path, reader);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** The rows of many files, one after another, in the order given. */
  public static Iterable<Row> of(
      List<ParquetFileInfo> files, Collection<String> columns, Configuration hadoop) {
    return () -> new Chain(files.iterator(), columns, hadoop);
  }

  /** Fails if a file lacks any of the columns, with the list of those it has. */
  public static void requireColumns(ParquetFileInfo file, Collection<String> columns) {
    Set<String> missing = new TreeSet<>(columns);
    file.columns().forEach(c -> missing.remove(c.name()));
    if (!missing.isEmpty()) {
      throw missingColumns(file.path(), missing, file.columns().toString());
    }
  }

  static VernierException missingColumns(String path, Set<String> missing, String available) {
    return new VernierException(
        path
            + ": no column "
            + String.join(", ", missing)
            + "; the file has "
            + available
            + ". Name the right one with inputs.<input>.column or the other column settings");
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public Row next() {
    if (next == null) {
      throw new NoSuchElementException();
    }
    Row row = next;
    next = read();
    return row;
  }

  private Row read() {
    try {
      return reader.read();
    } catch (VernierException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw failure(path, e);
    }
  }

  private static VernierException failure(String path, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof VernierException)) {
      cause = cause.getCause();
    }
    if (cause instanceof VernierException known) {
      return known;
    }
    return new VernierException("cannot read rows of " + path + ": " + cause.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /** A reader that builds rows of the chosen columns. */
  private static final class Builder extends ParquetReader.Builder<Row> {
    private final String path;
    private final Set<String> columns;

    Builder(InputFile file, String path, Set<String> columns) {
      super(file);
      this.path = path;
      this.columns = columns;
    }

    @Override
    protected ReadSupport<Row> getReadSupport() {
      return new RowReadSupport(path, columns);
    }
  }

  /** Files one after another; each is closed when its rows are used up. */
  private static final class Chain implements Iterator<Row> {
    private final Iterator<ParquetFileInfo> files;
    private final Collection<String> columns;
    private final Configuration hadoop;
    private ParquetRows current;

    Chain(Iterator<ParquetFileInfo> files, Collection<String> columns, Configuration hadoop) {
      this.files = files;
      this.columns = columns;
      this.hadoop = hadoop;
    }

    @Override
    public boolean hasNext() {
      while (current == null || !current.hasNext()) {
        if (current != null) {
          current.close();
          current = null;
        }
        if (!files.hasNext()) {
          return false;
        }
        current = open(files.next().path(), columns, hadoop);
      }
      return true;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return current.next();
    }
  }
}
