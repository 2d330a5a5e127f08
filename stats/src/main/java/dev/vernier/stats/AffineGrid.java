package dev.vernier.stats;

/**
 * A uniform quantizer: x becomes scale times (q - zeroPoint), q the nearest integer (ties to even)
 * within [low, high].
 */
public record AffineGrid(double scale, int zeroPoint, int low, int high) {
  public AffineGrid {
    if (!(scale > 0) || scale == Double.POSITIVE_INFINITY || low >= high) {
      throw new IllegalArgumentException(
          "expected a positive finite scale and low < high, not scale %s, [%d, %d]"
              .formatted(scale, low, high));
    }
  }

  /** The value that x is restored to after quantization. */
  public double restore(double x) {
    double q = Math.rint(x / scale) + zeroPoint;
    return (Math.max(low, Math.min(high, q)) - zeroPoint) * scale;
  }
}
