package dev.vernier.pipeline;

import dev.vernier.conf.OverrideConfig;
import dev.vernier.conf.QuantizationConfig;
import dev.vernier.conf.SchemeConfig;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.NamePattern;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.ReduceRange;
import dev.vernier.quantize.Symmetry;
import dev.vernier.quantize.TensorOverride;
import dev.vernier.quantize.TensorOverride.Scale;
import dev.vernier.quantize.WeightFormat;
import dev.vernier.quantize.WeightFormat.Granularity;
import dev.vernier.quantize.WeightRange;
import dev.vernier.quantize.range.RangeMethods;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Number formats from the words of a job file. */
final class SchemeMapping {
  private SchemeMapping() {}

  /** The scheme that a configuration names. */
  static QuantizationScheme scheme(QuantizationConfig config) {
    String powers = config.scheme().powerOfTwo();
    ActivationFormat activations =
        new ActivationFormat(
            type(config.activationType()), symmetry(config), !powers.equals("none"));
    return new QuantizationScheme(
        activations,
        weights(config).withPowerOfTwo(powers.equals("all")),
        ReduceRange.of(config.reduceRange()),
        overrides(config));
  }

  private static List<TensorOverride> overrides(QuantizationConfig config) {
    List<TensorOverride> overrides = new ArrayList<>();
    config.overrides().forEach((name, own) -> overrides.add(override(name, own, config)));
    return overrides;
  }

  private static TensorOverride override(
      String name, OverrideConfig own, QuantizationConfig config) {
    if (own.min().isPresent() != own.max().isPresent()
        || own.scale().isPresent() != own.zeroPoint().isPresent()) {
      throw new VernierException(
          "quantization.overrides.\""
              + name
              + "\": expected min and max together, and scale and zero-point together");
    }
    return new TensorOverride(
        own.regex() ? NamePattern.regex("Override", name) : NamePattern.name(name),
        own.type().map(SchemeMapping::type),
        own.symmetry().map(Symmetry::of),
        own.method().map(method -> RangeMethods.find(method).name()),
        own.min().map(min -> new Range(min.floatValue(), own.max().orElseThrow().floatValue())),
        own.scale().map(s -> new Scale(s.floatValue(), own.zeroPoint().orElseThrow())),
        own.bits(),
        granularity(own, config));
  }

  private static Optional<Granularity> granularity(OverrideConfig own, QuantizationConfig config) {
    return own.perChannel().isEmpty() && own.blockSize().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Granularity(
                own.perChannel().orElse(config.weightPerChannel()),
                own.blockSize().orElse(config.scheme().weightBlockSize())));
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
            .withSymmetric(scheme.weightSymmetric())
            .withRange(WeightRange.of(scheme.weightRange()));
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
