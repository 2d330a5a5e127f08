package dev.vernier.quantize;

import dev.vernier.onnx.VernierException;

/** A closed interval of real values that a quantizer is to represent; both ends finite. */
public record Range(float min, float max) {

  /** The range of a tensor that is zero everywhere. */
  public static final Range ZERO = new Range(0f, 0f);

  public Range {
    if (!Float.isFinite(min) || !Float.isFinite(max) || min > max) {
      throw new VernierException(
          "A range needs finite ends in order: expected min <= max, got ["
              + min
              + ", "
              + max
              + "]");
    }
  }

  /** The smallest range that contains this one and zero. */
  public Range includingZero() {
    return new Range(Math.min(min, 0f), Math.max(max, 0f));
  }

  /** The smallest range that contains this one and another. */
  public Range including(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }

  /** The smallest range around zero that contains this one. */
  public Range symmetric() {
    float bound = Math.max(Math.abs(min), Math.abs(max));
    return new Range(-bound, bound);
  }
}
