package dev.vernier.pipeline.data;

/** A top-level column of a Parquet file and what reading it gives. */
public record ParquetColumn(String name, Kind kind) {
  /** What a value of a column is in a {@link Row}. */
  public enum Kind {
    /** byte[]. */
    BINARY,
    /** String. */
    TEXT,
    /** Integer, Long or Boolean. */
    INTEGER,
    /** Float or Double. */
    FLOATING,
    /** int[], long[] or boolean[]. */
    INTEGER_LIST,
    /** float[] or double[]. */
    FLOATING_LIST,
    /** A type that rows cannot hold. */
    OTHER
  }

  @Override
  public String toString() {
    return name + " (" + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ")";
  }
}
