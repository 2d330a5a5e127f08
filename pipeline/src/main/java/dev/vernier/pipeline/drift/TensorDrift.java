package dev.vernier.pipeline.drift;

import dev.vernier.quantize.Range;
import dev.vernier.stats.DistributionShift;
import dev.vernier.stats.HistogramSketch;
import java.util.Comparator;
import java.util.Optional;

/**
 * What has changed of one tensor.
 *
 * @param shift how far its distribution has moved
 * @param before its smallest and largest value in the reference; NaN where it had none
 * @param now its smallest and largest value in the current states; NaN where it has none
 * @param clipping what the range in force cuts off, if there is one
 */
public record TensorDrift(
    String tensor,
    DistributionShift shift,
    Extremes before,
    Extremes now,
    Optional<Clipping> clipping,
    DriftLevel level) {

  /** The worst first; equal ones by name. */
  static final Comparator<TensorDrift> RANKING =
      Comparator.comparing(TensorDrift::level)
          .thenComparingDouble(drift -> drift.shift().psi())
          .reversed()
          .thenComparing(TensorDrift::tensor);

  /** The smallest and the largest value. */
  public record Extremes(float min, float max) {
    static Extremes of(HistogramSketch sketch) {
      return new Extremes(sketch.min(), sketch.max());
    }

    /** The larger magnitude. */
    public float magnitude() {
      return Math.max(Math.abs(min), Math.abs(max));
    }
  }

  /**
   * The shares of values, from 0 to 1, that a range cuts off.
   *
   * @param before in the reference
   * @param now in the current states
   */
  public record Clipping(double before, double now) {
    static Clipping of(Range range, HistogramSketch reference, HistogramSketch current) {
      return new Clipping(share(range, reference), share(range, current));
    }

    /** How much the share has grown; never negative. */
    public double growth() {
      return Math.max(0, now - before);
    }

    private static double share(Range range, HistogramSketch sketch) {
      if (sketch.count() == 0) {
        return 0;
      }
      double inside = sketch.countAtMost(range.max()) - sketch.countAtMost(below(range.min()));
      return Math.max(0, 1 - inside / sketch.count());
    }

    /** Values at the lower end are inside. */
    private static double below(float min) {
      return Math.nextDown((double) min);
    }
  }

  static TensorDrift of(
      String tensor,
      HistogramSketch reference,
      HistogramSketch current,
      Optional<Range> inForce,
      DriftLimits limits) {
    DistributionShift shift = DistributionShift.between(reference, current);
    Optional<Clipping> clipping = inForce.map(range -> Clipping.of(range, reference, current));
    double growth = clipping.map(Clipping::growth).orElse(0.0);
    return new TensorDrift(
        tensor,
        shift,
        Extremes.of(reference),
        Extremes.of(current),
        clipping,
        limits.level(shift.psi(), growth));
  }

  /** The current magnitude as a multiple of the reference's; 1 where both are zero. */
  public double growth() {
    float was = before.magnitude();
    float is = now.magnitude();
    return was == is ? 1 : is / (double) was;
  }
}
