package dev.vernier.quantize.plan;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.quantize.QuantizationSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Puts a plan together: chosen nodes, then quantizers, then constants, then the reasons. */
final class PlanBuilder {

  private final GraphIndex index;
  private final NodeSelection nodes;
  private final QuantizerPlacement placement;
  private final QuantizationSettings settings;

  private PlanBuilder(Graph graph, QuantizationSettings settings) {
    this.index = GraphIndex.of(graph);
    this.settings = settings;
    this.nodes = new NodeSelection(index, settings);
    this.placement = new QuantizerPlacement(index, nodes, settings);
  }

  static QuantizationPlan build(
      Graph graph, QuantizationSettings settings, Set<String> observable) {
    return new PlanBuilder(graph, settings).plan(observable);
  }

  /**
   * Every tensor whose statistics a quantizer of these settings, or of a part of them, may want.
   */
  static Set<String> observable(Graph graph, QuantizationSettings settings) {
    Set<String> tensors = new TreeSet<>();
    for (ActivationQuantizer quantizer : new PlanBuilder(graph, settings).placement.quantizers()) {
      tensors.add(quantizer.name());
      tensors.add(quantizer.statistics());
      tensors.addAll(quantizer.joined());
    }
    return tensors;
  }

  private QuantizationPlan plan(Set<String> observable) {
    List<ActivationQuantizer> quantizers = new ArrayList<>();
    placement.quantizers().forEach(quantizer -> quantizers.add(observed(quantizer, observable)));
    ConstantPlanner constants = constants(quantizers);
    new OverrideCheck(quantizers, constants.weights()).require(settings.scheme().overrides());
    return new QuantizationPlan(
        nodes.modelType(),
        quantizers,
        constants.weights(),
        constants.biases(),
        fused(),
        decisions(constants),
        quantizers.stream().flatMap(PlanBuilder::statistics).collect(Collectors.toSet()));
  }

  private static Stream<String> statistics(ActivationQuantizer quantizer) {
    return Stream.concat(Stream.of(quantizer.statistics()), quantizer.joined().stream());
  }

  private ConstantPlanner constants(List<ActivationQuantizer> quantizers) {
    Set<String> rounded = new HashSet<>();
    quantizers.forEach(quantizer -> rounded.addAll(quantizer.tensors()));
    return new ConstantPlanner(
        index,
        nodes,
        new IgnoredNodes(index, settings.placement().ignored()),
        new WeightFormats(index, nodes, settings.scheme()),
        rounded);
  }

  /**
   * An ignored node that moves values can split a quantizer; the part after it uses what came
   * before.
   */
  private ActivationQuantizer observed(ActivationQuantizer quantizer, Set<String> observable) {
    return quantizer.withStatistics(
        observed(quantizer.statistics(), observable),
        quantizer.joined().stream().map(tensor -> observed(tensor, observable)).toList());
  }

  private String observed(String wanted, Set<String> observable) {
    String tensor = wanted;
    while (!observable.contains(tensor) && source(tensor) != null) {
      tensor = source(tensor);
    }
    return observable.contains(tensor) ? tensor : wanted;
  }

  private String source(String tensor) {
    return index
        .producer(tensor)
        .filter(node -> OperatorRoles.of(node, nodes.modelType()) == Role.PASSTHROUGH)
        .map(node -> node.inputs().get(0))
        .orElse(null);
  }

  private List<FusedActivation> fused() {
    return index.graph().nodes().stream()
        .filter(nodes::isFused)
        .map(
            node ->
                new FusedActivation(
                    GraphIndex.key(node), node.inputs().get(0), node.outputs().get(0)))
        .toList();
  }

  private List<Decision> decisions(ConstantPlanner constants) {
    Set<String> tables =
        constants.weights().stream()
            .filter(weight -> weight.kind() == WeightQuantizer.Kind.TABLE)
            .map(WeightQuantizer::node)
            .collect(Collectors.toSet());
    return index.graph().nodes().stream().map(node -> decision(node, tables)).toList();
  }

  private Decision decision(Node node, Set<String> tables) {
    if (tables.contains(GraphIndex.key(node))) {
      return new Decision(node, true, "reads a table stored in 8 bits");
    }
    if (nodes.role(node) == Role.PASSTHROUGH) {
      boolean rounded = placement.movesRounded(node);
      return new Decision(
          node,
          rounded,
          rounded ? "moves 8-bit values" : "moves values no quantized operator reads");
    }
    if (nodes.isSelected(node) && nodes.isFused(node) && !rounds(nodes.effectiveOutput(node))) {
      return new Decision(node, false, "no quantized operator reads its output");
    }
    return nodes.isSelected(node)
        ? new Decision(node, true, reason(node))
        : new Decision(node, false, nodes.objection(node).orElseThrow());
  }

  private boolean rounds(String tensor) {
    return placement.quantizers().stream().anyMatch(q -> q.tensors().contains(tensor));
  }

  private String reason(Node node) {
    if (nodes.isFused(node)) {
      return "limited by the rounding of " + nodes.fusesInto(node).orElseThrow().label();
    }
    return nodes.role(node) == Role.WEIGHTED
        ? "multiplies 8-bit values"
        : "between quantized operators";
  }
}
