package dev.vernier.quantize.plan;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.NamePattern;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.QuantizationSettings;
import dev.vernier.quantize.TensorOverride;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Sixteen bits for what some operators read and write, while their weights keep their width: the
 * 16x8 mode of TFLite, for single operators.
 */
public final class WideActivations {

  private final QuantizationPlan plan;
  private final QuantizationScheme scheme;
  private final Map<String, String> activated = new HashMap<>();

  private WideActivations(QuantizationPlan plan, QuantizationScheme scheme) {
    this.plan = plan;
    this.scheme = scheme;
    plan.fusedActivations().forEach(fused -> activated.put(fused.input(), fused.output()));
  }

  /**
   * The settings with overrides of these operators' quantizers. A quantizer that has 16 bits, or
   * whose scale the user gave, stays as it is; what else the user said of a tensor holds.
   *
   * @param operators by {@link GraphIndex#key}; one that is not quantized changes nothing
   */
  public static QuantizationSettings around(
      OnnxModel prepared, QuantizationSettings settings, Set<String> operators) {
    if (operators.isEmpty()) {
      return settings;
    }
    QuantizationScheme scheme = settings.scheme();
    WideActivations wide = new WideActivations(QuantizationPlan.of(prepared, settings), scheme);
    List<TensorOverride> overrides = new ArrayList<>(wide.overrides(operators));
    overrides.addAll(scheme.overrides());
    return settings.withScheme(scheme.withOverrides(overrides));
  }

  private List<TensorOverride> overrides(Set<String> operators) {
    Stream<String> tensors =
        plan.decisions().stream()
            .filter(Decision::quantized)
            .map(Decision::node)
            .filter(node -> operators.contains(GraphIndex.key(node)))
            .flatMap(this::tensors);
    return tensors
        .flatMap(tensor -> plan.quantizerOf(tensor).stream())
        .distinct()
        .filter(quantizer -> quantizer.format().type().bits() == 8)
        .flatMap(quantizer -> widened(quantizer).stream())
        .toList();
  }

  /**
   * What an operator reads, and what it writes after the activations that its rounding computes.
   */
  private Stream<String> tensors(Node node) {
    Stream<String> outputs = node.outputs().stream().map(this::last);
    return Stream.concat(node.inputs().stream(), outputs).filter(name -> !name.isEmpty());
  }

  private String last(String output) {
    String tensor = output;
    while (activated.containsKey(tensor)) {
      tensor = activated.get(tensor);
    }
    return tensor;
  }

  private Optional<TensorOverride> widened(ActivationQuantizer quantizer) {
    NamePattern name = NamePattern.regex("Tensor", Pattern.quote(quantizer.name()));
    TensorOverride own =
        Stream.concat(Stream.of(quantizer.name()), quantizer.tensors().stream())
            .flatMap(tensor -> scheme.override(tensor).stream())
            .findFirst()
            .map(override -> override.withNames(name))
            .orElse(TensorOverride.of(name));
    boolean signed = quantizer.format().type() == DataType.INT8;
    return own.scale().isPresent()
        ? Optional.empty()
        : Optional.of(own.withType(signed ? DataType.INT16 : DataType.UINT16));
  }
}
