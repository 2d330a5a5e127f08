package dev.vernier.quantize.plan;

import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.IntegerRange;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.Range;
import dev.vernier.quantize.TensorOverride;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Chooses the format of every activation quantizer and where its range comes from. */
final class ActivationFormats {

  /** How a quantizer rounds, and where its range comes from. */
  record Choice(ActivationFormat format, RangeRule rule) {}

  private final GraphIndex index;
  private final QuantizationScheme scheme;

  ActivationFormats(GraphIndex index, QuantizationScheme scheme) {
    this.index = index;
    this.scheme = scheme;
  }

  /** What holds for the quantizer of a tensor that rounds at these places. */
  Choice choose(String root, List<Placement> placements) {
    Optional<String> named =
        Stream.concat(Stream.of(root), placements.stream().map(Placement::tensor))
            .filter(tensor -> scheme.override(tensor).isPresent())
            .findFirst();
    if (named.isEmpty()) {
      return new Choice(scheme.activations(), rule(root));
    }
    TensorOverride override = scheme.override(named.get()).orElseThrow();
    ActivationFormat format = override.applyTo(named.get(), scheme.activations());
    return new Choice(format, rule(root, override, format));
  }

  private static final String OVERRIDE = "override";

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
        .orElseGet(() -> rule(root));
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

  private RangeRule rule(String root) {
    boolean softmax =
        index.producer(root).filter(node -> node.opType().equals("Softmax")).isPresent();
    return softmax ? new RangeRule.Fixed(new Range(0f, 1f), "fixed") : RangeRule.OBSERVED;
  }
}
