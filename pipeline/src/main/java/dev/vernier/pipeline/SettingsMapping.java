package dev.vernier.pipeline;

import dev.vernier.conf.QuantizationConfig;
import dev.vernier.onnx.DataType;
import dev.vernier.quantize.ExportSettings;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.MethodOptions;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.RangeSettings;
import java.util.Locale;

/** From the words of a job file to the settings of the quantizer. */
public final class SettingsMapping {
  private SettingsMapping() {}

  /** The settings that a configuration names. */
  public static QuantizationSettings settings(QuantizationConfig config) {
    return new QuantizationSettings(
        scheme(config), ranges(config), placement(config), new ExportSettings(config.format()));
  }

  private static RangeSettings ranges(QuantizationConfig config) {
    return new RangeSettings(
        config.method(), new MethodOptions(config.percentile(), config.entropyBins()));
  }

  private static PlacementSettings placement(QuantizationConfig config) {
    return new PlacementSettings(
        new IgnoredScope(
            config.ignored().nodes(), config.ignored().patterns(), config.ignored().types()),
        ModelType.of(config.modelType()),
        config.quantizeOutputs(),
        config.shareConcat());
  }

  private static QuantizationScheme scheme(QuantizationConfig config) {
    return new QuantizationScheme(
        type(config.activationType()),
        config.activationSymmetric(),
        type(config.weightType()),
        config.weightPerChannel(),
        config.reduceRange());
  }

  private static DataType type(String name) {
    return DataType.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
