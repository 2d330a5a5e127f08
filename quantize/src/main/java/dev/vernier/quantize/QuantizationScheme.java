package dev.vernier.quantize;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Number formats of a quantized model.
 *
 * @param overrides settings of single tensors; of several that match a tensor the first counts
 */
public record QuantizationScheme(
    ActivationFormat activations,
    WeightFormat weights,
    ReduceRange reduceRange,
    List<TensorOverride> overrides) {

  public QuantizationScheme {
    Objects.requireNonNull(activations, "activations");
    Objects.requireNonNull(weights, "weights");
    Objects.requireNonNull(reduceRange, "reduceRange");
    overrides = List.copyOf(overrides);
    if (reduceRange != ReduceRange.NONE && weights.bits() != 8) {
      throw new VernierException(
          "Reduced range "
              + reduceRange.text()
              + " with weights of "
              + weights.bits()
              + " bits: expected 8 bits, as only their products saturate; leave the range full");
    }
  }

  /** Asymmetric uint8 activations, symmetric int8 weights with a scale a channel, full range. */
  public static QuantizationScheme defaults() {
    return new QuantizationScheme(
        new ActivationFormat(DataType.UINT8, Symmetry.ASYMMETRIC),
        WeightFormat.of(DataType.INT8, WeightFormat.Granularity.PER_CHANNEL),
        ReduceRange.NONE,
        List.of());
  }

  public QuantizationScheme withActivations(ActivationFormat value) {
    return new QuantizationScheme(value, weights, reduceRange, overrides);
  }

  public QuantizationScheme withWeights(WeightFormat value) {
    return new QuantizationScheme(activations, value, reduceRange, overrides);
  }

  public QuantizationScheme withReduceRange(ReduceRange value) {
    return new QuantizationScheme(activations, weights, value, overrides);
  }

  public QuantizationScheme withOverrides(List<TensorOverride> value) {
    return new QuantizationScheme(activations, weights, reduceRange, value);
  }

  /** The override of a tensor, if it has one. */
  public Optional<TensorOverride> override(String tensor) {
    return overrides.stream().filter(o -> o.names().matches(tensor)).findFirst();
  }

  /** One line that names the whole scheme, as written into a model's metadata. */
  public String text() {
    String range =
        switch (reduceRange) {
          case NONE -> "full range";
          case FIRST_LAYER -> "reduced range in the first layer";
          case ALL -> "reduced range";
        };
    String own = overrides.isEmpty() ? "" : ", " + overrides.size() + " overrides";
    return String.join(
            ", ", "activations " + activations.text(), "weights " + weights.text(), range)
        + own;
  }
}
