package dev.vernier.pipeline.drift;

/**
 * When drift counts.
 *
 * @param moderatePsi population stability index from which a tensor is worth watching
 * @param psi population stability index from which its drift is significant
 * @param clipping growth of the share of values outside the range in force, from 0 to 1, from which
 *     drift is significant
 */
public record DriftLimits(double moderatePsi, double psi, double clipping) {
  public DriftLimits {
    if (!(moderatePsi >= 0 && psi >= moderatePsi && clipping >= 0)) {
      throw new IllegalArgumentException(
          "expected 0 <= moderate limit <= limit of the stability index and a clipping limit of at"
              + " least 0, not %s, %s and %s".formatted(moderatePsi, psi, clipping));
    }
  }

  /** Siddiqi's 0.1 and 0.25, and one value in a thousand clipped that was not. */
  public static DriftLimits defaults() {
    return new DriftLimits(0.1, 0.25, 0.001);
  }

  /** The same reading with another limit of the stability index. */
  public DriftLimits withPsi(double value) {
    return new DriftLimits(Math.min(moderatePsi, value), value, clipping);
  }

  public DriftLimits withClipping(double value) {
    return new DriftLimits(moderatePsi, psi, value);
  }

  DriftLevel level(double measured, double clippingGrowth) {
    if (measured >= psi || clippingGrowth >= clipping) {
      return DriftLevel.SIGNIFICANT;
    }
    return measured >= moderatePsi ? DriftLevel.MODERATE : DriftLevel.STABLE;
  }
}
