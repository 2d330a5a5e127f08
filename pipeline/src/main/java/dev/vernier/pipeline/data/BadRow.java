package dev.vernier.pipeline.data;

import java.util.Comparator;

/**
 * A quarantined row.
 *
 * @param identity hash of the row's identity in hexadecimal
 * @param key the value of the key column, empty without one
 * @param reason why it was not used
 */
public record BadRow(String identity, String key, String reason) implements Comparable<BadRow> {
  private static final Comparator<BadRow> ORDER =
      Comparator.comparing(BadRow::identity)
          .thenComparing(BadRow::key)
          .thenComparing(BadRow::reason);

  @Override
  public int compareTo(BadRow other) {
    return ORDER.compare(this, other);
  }

  /** The row's name for people: its key, or the start of its hash. */
  public String label() {
    return key.isEmpty() ? "row " + identity.substring(0, 12) : "'" + key + "'";
  }

  @Override
  public String toString() {
    return label() + ": " + reason;
  }
}
