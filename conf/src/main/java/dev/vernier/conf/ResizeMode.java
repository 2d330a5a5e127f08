package dev.vernier.conf;

/** How an image is brought to size before cropping. */
public enum ResizeMode {
  /** The image keeps its size. */
  NONE,
  /** The shorter side gets the given size, the longer side follows in proportion. */
  SHORTER_SIDE,
  /** Both sides get the given sizes. */
  EXACT
}
