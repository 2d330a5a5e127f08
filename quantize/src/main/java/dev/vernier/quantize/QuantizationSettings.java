package dev.vernier.quantize;

import java.util.Objects;

/**
 * Everything a user chooses about quantization. Statistics never depend on it: any settings can be
 * solved from the same saved states.
 *
 * @param scheme number formats
 * @param ranges how ranges are chosen from statistics
 * @param placement which operators are quantized, and how they share quantizers
 * @param export the form of the quantized model
 */
public record QuantizationSettings(
    QuantizationScheme scheme,
    RangeSettings ranges,
    PlacementSettings placement,
    ExportSettings export) {

  public QuantizationSettings {
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(ranges, "ranges");
    Objects.requireNonNull(placement, "placement");
    Objects.requireNonNull(export, "export");
  }

  /** The defaults of the product; each part states its own, and no other place does. */
  public static QuantizationSettings defaults() {
    return new QuantizationSettings(
        QuantizationScheme.defaults(),
        RangeSettings.defaults(),
        PlacementSettings.defaults(),
        ExportSettings.defaults());
  }

  public QuantizationSettings withScheme(QuantizationScheme value) {
    return new QuantizationSettings(value, ranges, placement, export);
  }

  public QuantizationSettings withRanges(RangeSettings value) {
    return new QuantizationSettings(scheme, value, placement, export);
  }

  public QuantizationSettings withPlacement(PlacementSettings value) {
    return new QuantizationSettings(scheme, ranges, value, export);
  }

  public QuantizationSettings withExport(ExportSettings value) {
    return new QuantizationSettings(scheme, ranges, placement, value);
  }

  /** The same settings with another range method. */
  public QuantizationSettings withMethod(String name) {
    return withRanges(ranges.withMethod(name));
  }
}
