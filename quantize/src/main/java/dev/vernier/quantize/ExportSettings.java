package dev.vernier.quantize;

import java.util.Objects;

/**
 * The form in which the quantized model is written.
 *
 * @param format name of an output format, see {@code OutputFormats.names()}
 * @param weightOnly which weights the formats that round weights only take
 * @param packedWeights how the format {@code packed-weights} chooses widths
 * @param float16 how the format {@code float16} is written
 */
public record ExportSettings(
    String format,
    WeightOnlySettings weightOnly,
    PackedWeightSettings packedWeights,
    Float16Settings float16) {

  public ExportSettings {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(weightOnly, "weightOnly");
    Objects.requireNonNull(packedWeights, "packedWeights");
    Objects.requireNonNull(float16, "float16");
  }

  public static ExportSettings defaults() {
    return new ExportSettings(
        "qdq",
        WeightOnlySettings.defaults(),
        PackedWeightSettings.defaults(),
        Float16Settings.defaults());
  }

  public ExportSettings withFormat(String name) {
    return new ExportSettings(name, weightOnly, packedWeights, float16);
  }

  public ExportSettings withWeightOnly(WeightOnlySettings value) {
    return new ExportSettings(format, value, packedWeights, float16);
  }

  public ExportSettings withPackedWeights(PackedWeightSettings value) {
    return new ExportSettings(format, weightOnly, value, float16);
  }

  public ExportSettings withFloat16(Float16Settings value) {
    return new ExportSettings(format, weightOnly, packedWeights, value);
  }
}
