package dev.vernier.pipeline;

import dev.vernier.conf.QuantizationConfig;
import dev.vernier.conf.RefineConfig;
import dev.vernier.conf.SchemeConfig;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.ExportSettings;
import dev.vernier.quantize.Float16Settings;
import dev.vernier.quantize.IgnoredScope;
import dev.vernier.quantize.ModelType;
import dev.vernier.quantize.PlacementSettings;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.RangeSettings;
import dev.vernier.quantize.ReduceRange;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.WeightOnlySettings;
import dev.vernier.quantize.refine.RefineSettings;
import java.util.Locale;

/** From the words of a job file to the settings of the quantizer. */
public final class SettingsMapping {
  private SettingsMapping() {}

  /** The settings that a configuration names. */
  public static QuantizationSettings settings(QuantizationConfig config) {
    return new QuantizationSettings(
        scheme(config), ranges(config), placement(config), export(config));
  }

  private static ExportSettings export(QuantizationConfig config) {
    return new ExportSettings(
        config.format(),
        new WeightOnlySettings(config.weightOnly().minElements()),
        new Float16Settings(config.float16().blockedTypes(), config.float16().keepIo()));
  }

  /** The settings of the refine stage. */
  public static RefineSettings refine(RefineConfig config) {
    return new RefineSettings(config.samples(), config.biasCorrection());
  }

  private static RangeSettings ranges(QuantizationConfig config) {
    return new RangeSettings(config.method(), RangesMapping.options(config));
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
    String powers = config.scheme().powerOfTwo();
    ActivationFormat activations =
        new ActivationFormat(
            type(config.activationType()), symmetry(config), !powers.equals("none"));
    return new QuantizationScheme(
        activations,
        weights(config).withPowerOfTwo(powers.equals("all")),
        ReduceRange.of(config.reduceRange()));
  }

  /** What is said outright counts before the preset. */
  private static Symmetry symmetry(QuantizationConfig config) {
    SchemeConfig scheme = config.scheme();
    if (scheme.activationSymmetry().isPresent()) {
      return Symmetry.of(scheme.activationSymmetry().get());
    }
    if (config.activationSymmetric()) {
      return Symmetry.SYMMETRIC;
    }
    return scheme.preset().equals("performance")
        ? Symmetry.RESTRICTED_ASYMMETRIC
        : Symmetry.ASYMMETRIC;
  }

  private static WeightFormat weights(QuantizationConfig config) {
    SchemeConfig scheme = config.scheme();
    Granularity granularity = new Granularity(config.weightPerChannel(), scheme.weightBlockSize());
    WeightFormat format =
        WeightFormat.of(type(config.weightType()), granularity)
            .withSymmetric(scheme.weightSymmetric());
    return scheme.weightBits().map(bits -> narrowed(format, bits)).orElse(format);
  }

  private static WeightFormat narrowed(WeightFormat format, int bits) {
    if (bits > format.type().bits()) {
      throw new VernierException(
          "quantization.scheme.weight-bits = "
              + bits
              + ": expected at most the "
              + format.type().bits()
              + " bits of quantization.weight-type = "
              + format.type().name().toLowerCase(Locale.ROOT)
              + "; raise the type or lower the bits");
    }
    return format.withBits(bits);
  }

  private static DataType type(String name) {
    return DataType.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
