package dev.vernier.engine;

/**
 * How far two correct results may be apart: {@code |a-b| <= absolute + relative * scale}, where
 * scale is the larger of |expected| and, for whole tensors, their largest magnitude.
 */
public record Tolerance(float relative, float absolute) {
  private static final Tolerance EXACT = new Tolerance(0, 0);

  /** Equal values; two NaN are equal, and so are zeros of either sign. */
  public static Tolerance exact() {
    return EXACT;
  }

  /** A share of the larger magnitude. */
  public static Tolerance relative(float share) {
    return new Tolerance(share, 0);
  }

  /** A fixed distance; 1 for operators that round to integers. */
  public static Tolerance absolute(float distance) {
    return new Tolerance(0, distance);
  }

  /** The looser of two in each respect. */
  public Tolerance or(Tolerance other) {
    return new Tolerance(Math.max(relative, other.relative), Math.max(absolute, other.absolute));
  }

  /** Of two operators one after the other: shares add up, as rounding errors do to first order. */
  public Tolerance then(Tolerance next) {
    return new Tolerance(relative + next.relative, Math.max(absolute, next.absolute));
  }

  /**
   * Whether {@code actual} is near enough, for a tensor whose largest magnitude is {@code scale};
   * nothing else is near an infinity.
   */
  public boolean accepts(double expected, double actual, double scale) {
    if (expected == actual || (Double.isNaN(expected) && Double.isNaN(actual))) {
      return true;
    }
    double limit = absolute + relative * Math.max(Math.abs(expected), scale);
    return !Double.isInfinite(expected) && Math.abs(expected - actual) <= limit;
  }
}
