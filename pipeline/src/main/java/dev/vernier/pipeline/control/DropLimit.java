package dev.vernier.pipeline.control;

import dev.vernier.conf.ValidationConfig;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How much of a measure may be lost.
 *
 * @param metric name of the measure, such as {@code top1}
 * @param relative whether the loss is in percent of the floating-point model's value, instead of in
 *     the measure's own unit
 * @param most the largest accepted loss
 */
public record DropLimit(String metric, boolean relative, double most) {
  private static final double PERCENT = 100;

  /** The limit of a job; without {@code max-drop} there is none. */
  public static DropLimit of(ValidationConfig config) {
    return new DropLimit(
        config.dropMetric(),
        config.dropType().equals("relative"),
        config.maxDrop().orElse(Double.POSITIVE_INFINITY));
  }

  /** The loss among measures, in the unit of the limit; empty if it was not measured. */
  public OptionalDouble drop(Map<String, Double> measures) {
    Double drop = measures.get("drop." + metric);
    Double reference = measures.get("reference." + metric);
    if (drop == null || (relative && reference == null)) {
      return OptionalDouble.empty();
    }
    // Of a reference value of zero nothing can be lost relatively.
    double loss = relative && drop != 0 ? PERCENT * drop / Math.abs(reference) : drop;
    return OptionalDouble.of(loss);
  }

  /** Whether the loss was measured and is within the limit. */
  public boolean isMetBy(Map<String, Double> measures) {
    OptionalDouble drop = drop(measures);
    return drop.isPresent() && drop.getAsDouble() <= most;
  }

  /** The unit of a loss in words. */
  public String unit() {
    return relative ? "percent of the FP32 value" : metric.startsWith("top") ? "points" : "";
  }
}
