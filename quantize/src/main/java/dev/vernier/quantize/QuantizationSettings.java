package dev.vernier.quantize;

import java.util.Objects;

/**
 * Everything a user chooses about quantization. Statistics never depend on it: any settings can be
 * solved from the same saved states.
 *
 * @param scheme number formats
 * @param ranges how ranges are chosen from statistics
 * @param placement which operators are quantized, and how they share quantizers
 */
public record QuantizationSettings(
    QuantizationScheme scheme, RangeSettings ranges, PlacementSettings placement) {

  public QuantizationSettings {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(ranges, "ranges");
    Objects.requireNonNull(placement, "placement");
  }

  /** The defaults of the product; each part states its own, and no other place does. */
  public static QuantizationSettings defaults() {
    return new QuantizationSettings(
        QuantizationScheme.defaults(), RangeSettings.defaults(), PlacementSettings.defaults());
  }

  public QuantizationSettings withScheme(QuantizationScheme value) {
    return new QuantizationSettings(value, ranges, placement);
  }

  public QuantizationSettings withRanges(RangeSettings value) {
    return new QuantizationSettings(scheme, value, placement);
  }

  public QuantizationSettings withPlacement(PlacementSettings value) {
    return new QuantizationSettings(scheme, ranges, value);
  }

  /** The same settings with another range method. */
  public QuantizationSettings withMethod(String name) {
    return withRanges(ranges.withMethod(name));
  }
}
