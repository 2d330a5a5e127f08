package dev.vernier.pipeline.stopping;

import dev.vernier.conf.StoppingConfig;
import dev.vernier.quantize.range.RangeStability;
import java.util.List;
import java.util.Locale;

/**
 * How far the ranges have settled after a wave.
 *
 * @param wave its number
 * @param samples used so far
 * @param share of the quantizers within the tolerance, from 0 to 1
 * @param median decibels that the middle quantizer would lose with other data
 * @param worst decibels that the least stable quantizer would lose
 * @param quantizer the least stable one; empty if nothing could be judged
 * @param settled whether calibration may end
 */
public record Settling(
    int wave,
    long samples,
    double share,
    double median,
    double worst,
    String quantizer,
    boolean settled) {

  /**
   * Judges the ranges: they have settled if at least {@code share} of the quantizers would lose at
   * most {@code tolerance} decibels with other data, see {@link RangeStability}.
   *
   * @param ranges the least stable first; empty if there were too few samples to judge
   */
  public static Settling judge(
      StoppingConfig rule, int wave, long samples, List<RangeStability> ranges) {
    if (ranges.isEmpty()) {
      return new Settling(wave, samples, 0, 0, 0, "", false);
    }
    long still = ranges.stream().filter(r -> r.decibels() <= rule.tolerance()).count();
    double share = (double) still / ranges.size();
    RangeStability worst = ranges.get(0);
    return new Settling(
        wave,
        samples,
        share,
        ranges.get(ranges.size() / 2).decibels(),
        worst.decibels(),
        worst.quantizer(),
        share >= rule.share());
  }

  /** One line for people. */
  public String text() {
    return quantizer.isEmpty()
        ? String.format(Locale.ROOT, "%,d samples: too few to judge the ranges by", samples)
        : String.format(
            Locale.ROOT,
            "%,d samples: %.1f %% of the ranges have settled; other data would cost %.3f dB in the"
                + " middle, %.3f dB at worst (%s)",
            samples,
            100 * share,
            median,
            worst,
            quantizer);
  }
}
