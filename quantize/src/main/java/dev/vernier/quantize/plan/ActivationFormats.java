package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.FixedRanges;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.TensorOverride;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the format of every activation quantizer and where its range comes from. */
final class ActivationFormats {

  /** How a quantizer rounds, and where its range comes from. */
  record Choice(ActivationFormat format, RangeRule rule) {}

  private static final String OVERRIDE = "override";
  private static final String FIXED = "fixed";

  private final GraphIndex index;
  private final QuantizationScheme scheme;
  private final FixedRanges fixed;

  ActivationFormats(GraphIndex index, QuantizationSettings settings) {
    this.index = index;
    this.scheme = settings.scheme();
    this.fixed = settings.placement().fixedRanges();
  }

  /** What holds for the quantizer of a tensor that rounds at these places. */
  Choice choose(String root, List<Placement> placements) {
    Optional<String> named =
        Stream.concat(Stream.of(root), placements.stream().map(Placement::tensor))
            .filter(tensor -> scheme.override(tensor).isPresent())
            .findFirst();
    if (named.isEmpty()) {
      return new Choice(scheme.activations(), rule(root, scheme.activations()));
    }
    TensorOverride override = scheme.override(named.get()).orElseThrow();
    ActivationFormat format = override.applyTo(named.get(), scheme.activations());
    return new Choice(format, rule(root, override, format));
  }

  private RangeRule rule(String root, TensorOverride override, ActivationFormat format) {
    if (override.method().isPresent()) {
      return new RangeRule.Observed(override.method());
    }
    if (override.range().isPresent()) {
      return new RangeRule.Fixed(override.range().get(), OVERRIDE);
    }
    return override
        .scale()
        .<RangeRule>map(scale -> given(override, scale, format))
        .orElseGet(() -> rule(root, format));
  }

  private static RangeRule given(
      TensorOverride override, TensorOverride.Scale scale, ActivationFormat format) {
    IntegerRange codes = format.codes();
    if (scale.zeroPoint() < codes.min() || scale.zeroPoint() > codes.max()) {
      throw new VernierException(
          "Override of \""
              + override.names()
              + "\": zero point "
              + scale.zeroPoint()
              + ": expected "
              + codes.min()
              + " to "
              + codes.max()
              + " for "
              + format.type());
    }
    return new RangeRule.Given(
        new QuantizationParameters(scale.scale(), scale.zeroPoint(), format.type()), OVERRIDE);
  }

  /** Whether the range of the tensor comes from data, as far as its operator decides. */
  boolean isObserved(String root) {
    return rule(root, scheme.activations()).equals(RangeRule.OBSERVED)
        && scheme.override(root).isEmpty();
  }

  private RangeRule rule(String root, ActivationFormat format) {
    String operator =
        index.producer(root).filter(node -> node.domain().isEmpty()).map(Node::opType).orElse("");
    return switch (fixed) {
      case NONE -> RangeRule.OBSERVED;
      case SOFTMAX ->
          operator.equals("Softmax")
              ? new RangeRule.Fixed(new Range(0f, 1f), FIXED)
              : RangeRule.OBSERVED;
      case TFLITE -> tflite(operator, format);
    };
  }

  private static RangeRule tflite(String operator, ActivationFormat format) {
    return switch (operator) {
      case "Softmax", "Sigmoid" -> new RangeRule.Given(FixedRanges.unit(format), FIXED);
      case "Tanh", "LpNormalization" -> new RangeRule.Given(FixedRanges.signed(format), FIXED);
      case "LogSoftmax" -> new RangeRule.Given(FixedRanges.logarithm(format), FIXED);
      default -> RangeRule.OBSERVED;
    };
  }
}
