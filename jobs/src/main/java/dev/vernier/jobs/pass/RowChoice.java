package dev.vernier.jobs.pass;

import java.io.Serializable;
import java.util.HexFormat;

/**
 * The rows of {@code samples = N}: those whose identity hash is not above a bound.
 *
 * @param bound in hexadecimal; empty: every row
 */
record RowChoice(String bound) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every row. */
  static final RowChoice ALL = new RowChoice("");

  static RowChoice upTo(byte[] hash) {
    return new RowChoice(HexFormat.of().formatHex(hash));
  }

  /** The bound; null for every row. */
  byte[] threshold() {
    return bound.isEmpty() ? null : HexFormat.of().parseHex(bound);
  }
}
