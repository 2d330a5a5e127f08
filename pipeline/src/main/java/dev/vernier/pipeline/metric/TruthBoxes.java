package dev.vernier.pipeline.metric;

import dev.vernier.conf.DetectionConfig;
import dev.vernier.pipeline.data.BadRowException;
import dev.vernier.pipeline.data.Numbers;
import dev.vernier.pipeline.data.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the right boxes of a row. */
final class TruthBoxes {
  private final DetectionConfig config;
  private final double width;
  private final double height;

  TruthBoxes(DetectionConfig config, double width, double height) {
    this.config = config;
    boolean relative = config.truthUnits().equals("relative");
    this.width = relative ? width : 1;
    this.height = relative ? height : 1;
  }

  boolean areKnown() {
    return config.truthColumn().isPresent() && config.classesColumn().isPresent();
  }

  List<String> columns() {
    return Stream.of(config.truthColumn(), config.classesColumn(), config.crowdColumn())
        .flatMap(Optional::stream)
        .toList();
  }

  List<TruthBox> of(Row row) throws BadRowException {
    Object boxes = numbers(row, config.truthColumn().orElseThrow());
    Object classes = numbers(row, config.classesColumn().orElseThrow());
    int count = Numbers.length(classes);
    if (Numbers.length(boxes) != 4 * count) {
      throw new BadRowException(
          "column '"
              + config.truthColumn().get()
              + "' holds "
              + Numbers.length(boxes)
              + " numbers; expected 4 for each of "
              + count
              + " classes");
    }
    Object crowds =
        config.crowdColumn().isEmpty() ? null : numbers(row, config.crowdColumn().get());
    List<TruthBox> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double[] four = new double[4];
      for (int k = 0; k < 4; k++) {
        four[k] = Numbers.doubleAt(boxes, 4 * i + k);
      }
      boolean crowd = crowds != null && Numbers.longAt(crowds, i) != 0;
      Box box = Box.of(config.truthFormat(), four, width, height);
      all.add(new TruthBox(box, (int) Numbers.longAt(classes, i), crowd));
    }
    return all;
  }

  private static Object numbers(Row row, String column) throws BadRowException {
    Object value = row.value(column);
    if (!Numbers.isArray(value)) {
      throw new BadRowException("column '" + column + "' holds no list of numbers");
    }
    return value;
  }
}
