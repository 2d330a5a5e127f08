package dev.vernier.conf;

import java.util.List;
import java.util.Optional;

/** Which rows of a data set take part; decided by content, so that file layout cannot matter. */
public record RowSelection(
    @Setting(
            doc =
                "Column whose value identifies a row in hashes and reports; without it the content"
                    + " of the input columns does.",
            byDefault = "")
        Optional<String> keyColumn,
    @Setting(
            doc = "Rows are split into this many classes by the hash of their identity.",
            byDefault = "1",
            min = 1)
        int hashModulo,
    @Setting(doc = "The classes to keep, each below hash-modulo.", byDefault = "[0]", min = 0)
        List<Integer> hashRemainders,
    @Setting(
            doc =
                "Keeps rows that satisfy a condition on columns: comparisons (=, !=, <, <=, >, >=)"
                    + " of a column with a number or a 'text', joined by and.",
            byDefault = "")
        Optional<String> where) {

  /** Selects every row. */
  public static final RowSelection ALL =
      new RowSelection(Optional.empty(), 1, List.of(0), Optional.empty());

  /** Copies the list. */
  public RowSelection {
    hashRemainders = List.copyOf(hashRemainders);
  }
}
