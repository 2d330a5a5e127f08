package dev.vernier.quantize.plan;

import dev.vernier.onnx.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The operators of a plan that compute in integers: quantized nodes but for those that only move
 * values and the activations that rounding computes. Each can be left in floating point by itself;
 * its activation and whatever loses its quantized neighbours follow.
 */
public final class IntegerOperators {
  private IntegerOperators() {}

  /** The operators in graph order. */
  public static List<Node> of(QuantizationPlan plan) {
    Set<String> fused =
        plan.fusedActivations().stream().map(FusedActivation::node).collect(Collectors.toSet());
    return plan.decisions().stream()
        .filter(Decision::quantized)
        .map(Decision::node)
        .filter(node -> OperatorRoles.of(node, plan.modelType()) != Role.PASSTHROUGH)
        .filter(node -> !fused.contains(GraphIndex.key(node)))
        .toList();
  }
}
