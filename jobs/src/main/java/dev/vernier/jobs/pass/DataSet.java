package dev.vernier.jobs.pass;

import dev.vernier.jobs.shard.InputFile;
import dev.vernier.jobs.shard.RowGroupSpan;
import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetFileInfo;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.RowGroup;
import java.util.Collection;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The files of one of a job's data sets, known by their footers. */
final class DataSet {
  private final String section;
  private final List<ParquetFileInfo> files;

  private DataSet(String section, List<ParquetFileInfo> files) {
    this.section = section;
    this.files = files;
  }

  /** Reads the footers; fails if there is not a single row. */
  static DataSet open(DataRole role, List<String> paths, Configuration hadoop) {
    DataSet data = new DataSet(role.section(), ParquetFooters.of(paths, hadoop));
    if (data.rows() == 0) {
      throw new VernierException(
          role.section() + ".data = " + paths + ": the data set is empty; expected rows");
    }
    return data;
  }

  long rows() {
    return files.stream().mapToLong(ParquetFileInfo::rows).sum();
  }

  /** Fails unless every file has these columns. */
  void requireColumns(Collection<String> columns) {
    files.forEach(file -> ParquetRows.requireColumns(file, columns));
  }

  /** Path of the first file that has rows. */
  String firstFile() {
    return files.stream().filter(file -> file.rows() > 0).findFirst().orElseThrow().path();
  }

  /** Size of the largest row group once read. */
  long largestRowGroupBytes() {
    return files.stream()
        .flatMap(file -> file.rowGroups().stream())
        .mapToLong(RowGroup::uncompressedBytes)
        .max()
        .orElse(0);
  }

  /** The files as plans remember them. */
  List<InputFile> inputFiles() {
    return files.stream().map(DataSet::inputFile).toList();
  }

  private static InputFile inputFile(ParquetFileInfo file) {
    List<RowGroupSpan> groups =
        file.rowGroups().stream()
            .map(group -> new RowGroupSpan(group.start(), group.end(), group.rows()))
            .toList();
    return new InputFile(file.path(), file.length(), file.modified(), groups);
  }

  /** Says that the selection left nothing. */
  VernierException nothingSelected() {
    return new VernierException(
        section
            + ".rows: none of the "
            + rows()
            + " rows is selected; check "
            + section
            + ".rows and "
            + section
            + ".samples");
  }
}
