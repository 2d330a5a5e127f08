package dev.vernier.jobs;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.plan.ActivationQuantizer;
import dev.vernier.quantize.plan.BiasQuantizer;
import dev.vernier.quantize.plan.Decision;
import dev.vernier.quantize.plan.GraphIndex;
import dev.vernier.quantize.plan.QuantizationPlan;
import dev.vernier.quantize.plan.RangeRule;
import dev.vernier.quantize.plan.WeightQuantizer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Explains a plan: each node with what is rounded around it, then each quantizer. */
final class QuantizationDetails {
  private final QuantizationPlan plan;

  QuantizationDetails(QuantizationPlan plan) {
    this.plan = plan;
  }

  void print(PrintWriter out, Summary summary) {
    out.println("model type: " + plan.modelType().text());
    summary.put("modelType", plan.modelType().text());
    List<Map<String, Object>> nodes = new ArrayList<>();
    for (Decision decision : plan.decisions()) {
      nodes.add(node(decision, out));
    }
    summary.put("nodeDecisions", nodes);
    List<Map<String, Object>> quantizers = new ArrayList<>();
    for (ActivationQuantizer quantizer : plan.activations()) {
      quantizers.add(quantizer(quantizer, out));
    }
    summary.put("quantizers", quantizers);
  }

  private Map<String, Object> node(Decision decision, PrintWriter out) {
    Map<String, Object> line = new LinkedHashMap<>();
    Node node = decision.node();
    List<String> rounded = rounded(node);
    line.put("node", node.label());
    line.put("quantized", decision.quantized());
    line.put("reason", decision.reason());
    line.put("rounded", rounded);
    out.println(
        "  "
            + node.label()
            + (decision.quantized() ? ": quantized: " : ": float: ")
            + decision.reason()
            + (rounded.isEmpty() ? "" : "; " + String.join(", ", rounded)));
    return line;
  }

  /** What of a node's inputs and outputs is rounded, and how. */
  private List<String> rounded(Node node) {
    String key = GraphIndex.key(node);
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      input(key, i, node.input(i), parts);
    }
    for (String output : node.outputs()) {
      plan.quantizerOf(output)
          .ifPresent(q -> parts.add("output " + output + " " + q.format().text()));
    }
    return parts;
  }

  private void input(String key, int input, String tensor, List<String> parts) {
    for (WeightQuantizer weight : plan.weights()) {
      if (weight.node().equals(key) && weight.input() == input) {
        boolean operand = weight.kind() == WeightQuantizer.Kind.OPERAND;
        String format = operand ? "as the other operand" : weight.format().text();
        parts.add("constant " + tensor + " " + format);
      }
    }
    for (BiasQuantizer bias : plan.biases()) {
      if (bias.node().equals(key) && bias.input() == input) {
        parts.add("bias " + tensor + " INT32");
      }
    }
    boolean sees =
        plan.activations().stream()
            .flatMap(q -> q.placements().stream())
            .anyMatch(
                p -> p.tensor().equals(tensor) && (p.everyReader() || p.readers().contains(key)));
    if (sees) {
      parts.add("input " + tensor + " rounded");
    }
  }

  private Map<String, Object> quantizer(ActivationQuantizer quantizer, PrintWriter out) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("name", quantizer.name());
    line.put("format", quantizer.format().text());
    line.put("range", range(quantizer));
    line.put("tensors", quantizer.tensors());
    out.println(
        "  quantizer "
            + quantizer.name()
            + ": "
            + quantizer.format().text()
            + "; range "
            + range(quantizer)
            + "; rounds "
            + String.join(", ", quantizer.tensors()));
    return line;
  }

  private String range(ActivationQuantizer quantizer) {
    if (quantizer.rule() instanceof RangeRule.Fixed fixed) {
      return fixed.range().min() + " to " + fixed.range().max() + " (" + fixed.by() + ")";
    }
    if (quantizer.rule() instanceof RangeRule.Given given) {
      return given.parameters().low()
          + " to "
          + given.parameters().high()
          + " ("
          + given.by()
          + ")";
    }
    List<String> tensors = new ArrayList<>(List.of(quantizer.statistics()));
    tensors.addAll(quantizer.joined());
    return "from the values of " + String.join(" and ", tensors);
  }
}
