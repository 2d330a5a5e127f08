package dev.vernier.pipeline;

import dev.vernier.conf.QuantizationConfig;
import dev.vernier.conf.RefineConfig;
import dev.vernier.quantize.ExportSettings;
import dev.vernier.quantize.Float16Settings;
import dev.vernier.quantize.PackedWeightSettings;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.RangeSettings;
import dev.vernier.quantize.WeightOnlySettings;
import dev.vernier.quantize.refine.RefineSettings;
import dev.vernier.quantize.refine.WeightRounding;

/** From the words of a job file to the settings of the quantizer. */
public final class SettingsMapping {
  private SettingsMapping() {}

  /** The settings that a configuration names. */
  public static QuantizationSettings settings(QuantizationConfig config) {
    return new QuantizationSettings(
        SchemeMapping.scheme(config),
        ranges(config),
        PlacementMapping.placement(config),
        export(config));
  }

  private static ExportSettings export(QuantizationConfig config) {
    return new ExportSettings(
        config.format(),
        new WeightOnlySettings(config.weightOnly().minElements()),
        new PackedWeightSettings(
            config.packedWeights().bits(),
            config.packedWeights().initScale(),
            config.packedWeights().maxIterations()),
        new Float16Settings(config.float16().blockedTypes(), config.float16().keepIo()));
  }

  /** The settings of the refine stage. */
  public static RefineSettings refine(RefineConfig config) {
    return new RefineSettings(
        config.samples(), config.biasCorrection(), WeightRounding.of(config.rounding()));
  }

  private static RangeSettings ranges(QuantizationConfig config) {
    return new RangeSettings(config.method(), RangesMapping.options(config));
  }
}
