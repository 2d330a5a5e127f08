package dev.vernier.pipeline.data;

import dev.vernier.onnx.io.Sha256;

/**
 * The halves of the validation data: on the first candidates are ranked, on the second the choice
 * is confirmed. A row's half follows from a hash of its identity, so that neither the files' layout
 * nor another selection by the same identity, such as {@code hash-modulo}, has to do with it.
 */
public enum Half {
  /** Rows that rank candidates. */
  RANKING,
  /** Rows that confirm a choice made on the others. */
  CONFIRMING;

  private static final String SALT = "half ";

  /** The name in lower case. */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** The half of a row with this identity. */
  public static Half of(byte[] identity) {
    return values()[Character.digit(Sha256.hexOf(SALT + Sha256.hex(identity)).charAt(0), 16) & 1];
  }
}
