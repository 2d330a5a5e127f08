package dev.vernier.pipeline.data;

import dev.vernier.onnx.VernierException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/** Finds Parquet files and reads their footers, without reading any row. */
public final class ParquetFooters {
  private ParquetFooters() {}

  /**
   * The files of paths, folders and globs, sorted by path, each once. Folders are searched for
   * {@code .parquet} files at any depth; names that start with a dot or an underscore are not data.
   *
   * @throws VernierException if a path matches nothing or a file is not Parquet
   */
  public static List<ParquetFileInfo> of(List<String> paths, Configuration hadoop) {
    TreeMap<String, FileStatus> files = new TreeMap<>();
    for (String path : paths) {
      try {
        for (FileStatus status : matches(path, hadoop)) {
          collect(status, hadoop, true, files);
        }
      } catch (IOException e) {
        throw new VernierException("cannot list " + path + ": " + e.getMessage(), e);
      }
    }
    List<ParquetFileInfo> footers = new ArrayList<>();
    for (FileStatus file : files.values()) {
      footers.add(footer(file, hadoop));
    }
    return footers;
  }

  /** The files under paths with a plain Hadoop configuration. */
  public static List<ParquetFileInfo> of(List<String> paths) {
    return of(paths, new Configuration());
  }

  private static FileStatus[] matches(String path, Configuration hadoop) throws IOException {
    Path pattern = new Path(path);
    FileSystem fileSystem = pattern.getFileSystem(hadoop);
    FileStatus[] found = fileSystem.globStatus(pattern);
    if (found == null || found.length == 0) {
      throw new VernierException(
          "no data at " + path + ": expected a Parquet file, a folder of them, or a glob");
    }
    return found;
  }

  private static void collect(
      FileStatus status, Configuration hadoop, boolean given, TreeMap<String, FileStatus> files)
      throws IOException {
    String name = status.getPath().getName();
    if (!given && (name.startsWith(".") || name.startsWith("_"))) {
      return;
    }
    if (status.isDirectory()) {
      int before = files.size();
      for (FileStatus child : status.getPath().getFileSystem(hadoop).listStatus(status.getPath())) {
        collect(child, hadoop, false, files);
      }
      if (given && files.size() == before) {
        throw new VernierException("no .parquet file in folder " + status.getPath());
      }
    } else if (given || name.endsWith(".parquet")) {
      files.put(status.getPath().toString(), status);
    }
  }

  private static ParquetFileInfo footer(FileStatus file, Configuration hadoop) {
    Path path = file.getPath();
    try (ParquetFileReader reader =
        ParquetFileReader.open(HadoopInputFile.fromStatus(file, hadoop))) {
      ParquetMetadata footer = reader.getFooter();
      List<ParquetColumn> columns = new ArrayList<>();
      for (Type type : footer.getFileMetaData().getSchema().getFields()) {
        columns.add(new ParquetColumn(type.getName(), RowMaterializer.kind(type)));
      }
      return new ParquetFileInfo(
          path.toString(),
          file.getLen(),
          file.getModificationTime(),
          columns,
          rowGroups(footer.getBlocks()));
    } catch (FileNotFoundException e) {
      throw new VernierException("no such file: " + path, e);
    } catch (IOException | RuntimeException e) {
      throw new VernierException("cannot read " + path + " as Parquet: " + e.getMessage(), e);
    }
  }

  private static List<RowGroup> rowGroups(List<BlockMetaData> blocks) {
    return blocks.stream()
        .map(
            b ->
                new RowGroup(
                    b.getStartingPos(),
                    b.getCompressedSize(),
                    b.getTotalByteSize(),
                    b.getRowCount()))
        .sorted(Comparator.comparingLong(RowGroup::start))
        .toList();
  }
}
