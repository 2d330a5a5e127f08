package dev.vernier.jobs.guess;

import dev.vernier.onnx.VernierException;
import dev.vernier.pipeline.data.ParquetColumn;
import dev.vernier.pipeline.data.ParquetFileInfo;
import dev.vernier.pipeline.data.ParquetFooters;
import dev.vernier.pipeline.data.ParquetRows;
import dev.vernier.pipeline.data.Row;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * What a data set looks like: its columns and its first row.
 *
 * @param columns of the first file
 * @param first the first row
 * @param rows of all files
 */
record DataShape(List<ParquetColumn> columns, Row first, long rows) {
  private static final Set<String> LABEL_NAMES =
      Set.of("label", "labels", "class", "class_id", "target", "category", "y");

  static DataShape of(List<String> paths, Configuration hadoop) {
    List<ParquetFileInfo> files = ParquetFooters.of(paths, hadoop);
    long rows = files.stream().mapToLong(ParquetFileInfo::rows).sum();
    ParquetFileInfo file =
        files.stream()
            .filter(candidate -> candidate.rows() > 0)
            .findFirst()
            .orElseThrow(() -> new VernierException(paths + ": the data set has no rows"));
    return new DataShape(file.columns(), firstRow(file, hadoop), rows);
  }

  private static Row firstRow(ParquetFileInfo file, Configuration hadoop) {
    List<String> readable =
        file.columns().stream()
            .filter(column -> column.kind() != ParquetColumn.Kind.OTHER)
            .map(ParquetColumn::name)
            .toList();
    try (ParquetRows rows = ParquetRows.open(file.path(), readable, hadoop)) {
      return rows.next();
    }
  }

  Optional<ParquetColumn> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  List<ParquetColumn> ofKind(ParquetColumn.Kind... kinds) {
    return columns.stream().filter(column -> Set.of(kinds).contains(column.kind())).toList();
  }

  /** An integer column with a name that labels have. */
  Optional<String> label() {
    return ofKind(ParquetColumn.Kind.INTEGER).stream()
        .map(ParquetColumn::name)
        .filter(name -> LABEL_NAMES.contains(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** Whether a binary column holds encoded images, judged by its first value. */
  boolean isImage(ParquetColumn column) {
    return column.kind() == ParquetColumn.Kind.BINARY
        && first.columns().get(column.name()) instanceof byte[] bytes
        && ImageMagic.matches(bytes);
  }
}
