package dev.vernier.conf;

/** Order of the axes of an image tensor. */
public enum Layout {
  /** Batch, channels, rows, columns. */
  NCHW,
  /** Batch, rows, columns, channels. */
  NHWC
}
