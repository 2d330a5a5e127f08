package dev.vernier.conf;

/** How a column's value becomes a model input. */
public enum InputKind {
  /** An encoded image (JPEG, PNG, BMP, GIF) in a binary column. */
  IMAGE,
  /** The tensor's elements as raw little-endian bytes in a binary column. */
  BINARY,
  /** A list of numbers. */
  ARRAY,
  /** One number. */
  SCALAR,
  /** The same value for every row, from no column. */
  CONSTANT
}
