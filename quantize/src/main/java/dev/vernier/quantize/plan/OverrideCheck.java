package dev.vernier.quantize.plan;

import dev.vernier.onnx.VernierException;
import dev.vernier.quantize.TensorOverride;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds overrides that change nothing, for they are likely slips. */
final class OverrideCheck {

  private static final int EXAMPLES = 5;

  private final Set<String> tensors = new TreeSet<>();

  OverrideCheck(List<ActivationQuantizer> quantizers, List<WeightQuantizer> weights) {
    for (ActivationQuantizer quantizer : quantizers) {
      tensors.add(quantizer.name());
      tensors.addAll(quantizer.tensors());
    }
    weights.stream()
        .filter(weight -> weight.kind() != WeightQuantizer.Kind.OPERAND)
        .forEach(weight -> tensors.add(weight.tensor()));
  }

  /** Fails if an override matches no quantized tensor. */
  void require(List<TensorOverride> overrides) {
    for (TensorOverride override : overrides) {
      if (tensors.stream().noneMatch(override.names()::matches)) {
        throw new VernierException(
            "Override of \""
                + override.names()
                + "\" matches none of the "
                + tensors.size()
                + " quantized tensors of the prepared model, such as "
                + String.join(", ", tensors.stream().limit(EXAMPLES).toList())
                + "; a tensor before a fused Relu or Clip is rounded after it, so name the latter's"
                + " output; vernier inspect --quantization lists all");
      }
    }
  }
}
