package dev.vernier.pipeline;

import dev.vernier.conf.ValidationConfig;
import dev.vernier.engine.Tensor;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Row;
import dev.vernier.pipeline.metric.Confidence;
import dev.vernier.pipeline.metric.Outcome;
import java.util.List;
import java.util.Optional;

/** The right class of a row: a column's, or in annotation-free mode the floating-point model's. */
final class LabelReader {
  private final Optional<String> column;
  private final Optional<Confidence> free;

  LabelReader(ValidationConfig config) {
    boolean isFree = config.annotation().free();
    this.column = isFree ? Optional.empty() : config.labelColumn();
    this.free = isFree ? Optional.of(new Confidence(config.annotation())) : Optional.empty();
  }

  List<String> columns() {
    return column.stream().toList();
  }

  /** The class; -1 if there is none, or the output has no classes. */
  long label(Row row, Tensor scores) throws BadRowException {
    boolean single = scores.size() == 1;
    if (!single && !Outcome.classifies(scores)) {
      return -1;
    }
    if (free.isPresent()) {
      return single ? -1 : free.get().confidentClass(scores);
    }
    return column.isPresent() ? label(row, column.get(), single ? 2 : scores.size()) : -1;
  }

  private static long label(Row row, String column, int classes) throws BadRowException {
    Object value = row.value(column);
    boolean whole = value instanceof Number n && n.doubleValue() == n.longValue();
    if (!whole) {
      throw new BadRowException(
          "label column '" + column + "' holds " + value + ", not a class index");
    }
    long label = ((Number) value).longValue();
    if (label < 0 || label >= classes) {
      throw new BadRowException(
          "label " + label + " is out of range: the model has " + classes + " classes, from 0");
    }
    return label;
  }
}
