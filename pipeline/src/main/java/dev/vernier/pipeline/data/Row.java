package dev.vernier.pipeline.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of data as it was read.
 *
 * @param columns values by column name: byte[], float[], double[], int[], long[], boolean[], a
 *     Number, a Boolean, a String or null; arrays are not copied and must not change
 */
public record Row(Map<String, Object> columns) {
  /** Keeps the order of the columns. */
  public Row {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** A row of one column. */
  public static Row of(String column, Object value) {
    return new Row(Collections.singletonMap(column, value));
  }

  /** The value of a column; a column that is absent or null makes the row a bad one. */
  public Object value(String column) throws BadRowException {
    Object value = columns.get(column);
    if (value != null) {
      return value;
    }
    throw new BadRowException(
        columns.containsKey(column)
            ? "column '" + column + "' is null or a list that holds a null"
            : "column '" + column + "' is missing; the row has " + columns.keySet());
  }

  /** The row with a further column. */
  public Row with(String column, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(columns);
    more.put(column, value);
    return new Row(more);
  }
}
