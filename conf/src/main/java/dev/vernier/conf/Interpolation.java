package dev.vernier.conf;

/** The filter of a resize; each equals Pillow's filter of the same name bit for bit. */
public enum Interpolation {
  /** The sample under the centre of the new pixel. */
  NEAREST,
  /** Triangle filter, widened when shrinking. */
  BILINEAR,
  /** Cubic filter with a = -0.5, widened when shrinking. */
  BICUBIC
}
