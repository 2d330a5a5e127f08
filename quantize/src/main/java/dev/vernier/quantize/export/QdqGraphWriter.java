package dev.vernier.quantize.export;

import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.quantize.ActivationFormat;
import dev.vernier.quantize.QuantizationParameters;
import dev.vernier.quantize.QuantizationScheme;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.BiasQuantizer;
import dev.vernier.quantize.plan.FusedActivation;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.Placement;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.WeightQuantizer;
import dev.vernier.quantize.range.CalibrationTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks a graph once, in its order, and writes its quantized form. */
final class QdqGraphWriter {

  /** An input of a node, the node by its key. */
  private record Edge(String node, int input) {}

  private final Graph graph;
  private final GraphBuilder builder;
  private final ConstantWriter constants;
  private final ActivationFormat operands;
  private final Map<String, Pair> pairs = new HashMap<>();
  private final Map<String, String> exactNames = new HashMap<>();
  private final Map<String, String> roundedNames = new HashMap<>();
  private final Set<String> skipped = new HashSet<>();
  private final Map<Edge, WeightQuantizer> weights = new HashMap<>();
  private final Map<Edge, BiasQuantizer> biases = new HashMap<>();

  QdqGraphWriter(
      Graph graph, QuantizationPlan plan, CalibrationTable table, QuantizationScheme scheme) {
    this.graph = graph;
    this.builder = new GraphBuilder(graph);
    this.constants = new ConstantWriter(graph, builder, plan.roundedWeights());
    this.operands = scheme.activations();
    plan.activations().forEach(quantizer -> register(quantizer, table));
    plan.weights().forEach(w -> weights.put(new Edge(w.node(), w.input()), w));
    plan.biases().forEach(b -> biases.put(new Edge(b.node(), b.input()), b));
    fuse(plan.fusedActivations());
  }

  private void register(ActivationQuantizer quantizer, CalibrationTable table) {
    QuantizationParameters parameters = table.entry(quantizer.name()).parameters();
    for (Placement placement : quantizer.placements()) {
      pairs.put(placement.tensor(), new Pair(quantizer.name(), parameters, placement));
    }
  }

  /**
   * From the last activation to the first: one that the rounding after it implies is left out; any
   * other is rounded before it as well, with the same parameters, which changes no code and lets
   * its producer write integers.
   */
  private void fuse(List<FusedActivation> fused) {
    GraphIndex index = GraphIndex.of(graph);
    Map<String, Pair> after = new HashMap<>(pairs);
    for (int i = fused.size() - 1; i >= 0; i--) {
      FusedActivation activation = fused.get(i);
      Pair pair = after.get(activation.output());
      if (pair == null) {
        continue;
      }
      after.put(activation.input(), pair);
      Node node = index.producer(activation.output()).orElseThrow();
      if (Limits.of(node, graph).impliedBy(pair.parameters())) {
        skipped.add(activation.node());
        exactNames.put(activation.input(), exactName(activation.output()));
      } else {
        Placement placement = new Placement(activation.input(), true, Set.of());
        pairs.put(activation.input(), new Pair(pair.quantizer(), pair.parameters(), placement));
      }
    }
  }

  Graph write() {
    graph.realInputs().stream().map(ValueInfo::name).forEach(this::writePair);
    graph.nodes().forEach(this::write);
    return builder.build();
  }

  private void write(Node node) {
    if (!skipped.contains(GraphIndex.key(node))) {
      writeOperator(node);
    }
    node.outputs().forEach(this::writePair);
  }

  private void writeOperator(Node node) {
    List<String> outputs = node.outputs().stream().map(this::exactName).toList();
    WeightQuantizer table = weights.get(new Edge(GraphIndex.key(node), 0));
    if (table != null && table.kind() == WeightQuantizer.Kind.TABLE) {
      constants.table(node, table, outputs.get(0));
      return;
    }
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(inputName(node, i));
    }
    builder.add(node.withInputs(inputs).withOutputs(outputs));
  }

  private String inputName(Node node, int i) {
    Edge edge = new Edge(GraphIndex.key(node), i);
    WeightQuantizer constant = weights.get(edge);
    if (constant != null) {
      return constant.kind() == WeightQuantizer.Kind.OPERAND
          ? constants.operand(constant.tensor(), operandFormat(node))
          : constants.weight(constant, bias(node), biasActivation(node));
    }
    if (biases.containsKey(edge)) {
      WeightQuantizer weight = weights.get(new Edge(edge.node(), 1));
      return constants.bias(weight, biases.get(edge), biasActivation(node));
    }
    String tensor = node.input(i);
    Pair pair = pairs.get(tensor);
    boolean rounded =
        pair != null
            && (pair.placement().everyReader() || pair.placement().readers().contains(edge.node()));
    return rounded ? roundedName(tensor) : tensor;
  }

  /** Operands have the type of the activation they meet, as integer kernels demand. */
  private ActivationFormat operandFormat(Node node) {
    return node.inputs().stream()
        .filter(pairs::containsKey)
        .findFirst()
        .map(tensor -> operands.withType(pairs.get(tensor).parameters().type()))
        .orElse(operands);
  }

  private BiasQuantizer bias(Node node) {
    return biases.get(new Edge(GraphIndex.key(node), 2));
  }

  private float biasActivation(Node node) {
    BiasQuantizer bias = bias(node);
    return bias == null ? 0f : pairs.get(bias.activation()).parameters().scale();
  }

  private void writePair(String tensor) {
    Pair pair = pairs.get(tensor);
    if (pair == null) {
      return;
    }
    String scale = constants.scale(pair);
    String zeroPoint = constants.zeroPoint(pair);
    String codes = builder.tensorName(tensor + "_quantized");
    builder.addNamed(
        Node.of(
            tensor + "_QuantizeLinear",
            "QuantizeLinear",
            List.of(exactName(tensor), scale, zeroPoint),
            List.of(codes)));
    builder.addNamed(
        Node.of(
            tensor + "_DequantizeLinear",
            "DequantizeLinear",
            List.of(codes, scale, zeroPoint),
            List.of(roundedName(tensor))));
  }

  /** What the tensor's exact value is called in the new graph. */
  private String exactName(String tensor) {
    String known = exactNames.get(tensor);
    if (known != null) {
      return known;
    }
    String name = keepsNameForRounded(tensor) ? builder.tensorName(tensor + "_float") : tensor;
    exactNames.put(tensor, name);
    return name;
  }

  private String roundedName(String tensor) {
    return keepsNameForRounded(tensor)
        ? tensor
        : roundedNames.computeIfAbsent(tensor, t -> builder.tensorName(t + "_dequantized"));
  }

  private boolean keepsNameForRounded(String tensor) {
    Pair pair = pairs.get(tensor);
    return pair != null && pair.placement().everyReader() && !isInput(tensor);
  }

  private boolean isInput(String tensor) {
    return graph.inputs().stream().anyMatch(input -> input.name().equals(tensor));
  }
}
