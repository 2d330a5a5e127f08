package dev.vernier.jobs;

import dev.vernier.onnx.Node;
import dev.vernier.quantize.plan.Decision;
import dev.vernier.quantize.plan.QuantizationPlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints what would be quantized with default settings, and why the rest would not. */
final class QuantizationDescription {
  private QuantizationDescription() {}

  /** Whether a model computes with codes already and nothing is left to quantize. */
  static boolean isDone(QuantizationPlan plan) {
    return coding(plan) > 0 && plan.activations().isEmpty();
  }

  private static long coding(QuantizationPlan plan) {
    return plan.decisions().stream().filter(d -> isCoding(d.node())).count();
  }

  static void print(QuantizationPlan plan, PrintWriter out, Summary summary) {
    List<Decision> decisions = plan.decisions();
    long coding = coding(plan);
    summary.put("preparedNodes", decisions.size()).put("quantizationNodes", coding);
    if (isDone(plan)) {
      out.printf(
          Locale.ROOT,
          "already quantized: %d of %d nodes quantize, dequantize or compute with codes;"
              + " nothing is left to quantize%n",
          coding,
          decisions.size());
    } else {
      plan(plan, decisions, out, summary);
    }
  }

  private static boolean isCoding(Node node) {
    return node.opType().equals("QuantizeLinear")
        || node.opType().equals("DequantizeLinear")
        || node.opType().equals("DynamicQuantizeLinear")
        || node.opType().startsWith("QLinear")
        || node.opType().equals("QGemm")
        || node.opType().endsWith("Integer");
  }

  private static void plan(
      QuantizationPlan plan, List<Decision> decisions, PrintWriter out, Summary summary) {
    long quantized = decisions.stream().filter(Decision::quantized).count();
    out.printf(
        Locale.ROOT,
        "prepared: %d nodes, of which %d would be quantized; %d activation quantizers, %d weights%n",
        decisions.size(),
        quantized,
        plan.activations().size(),
        plan.weights().size());
    summary.put("quantizedNodes", quantized);
    summary.put("activationQuantizers", plan.activations().size());
    Map<String, Integer> reasons = reasons(decisions);
    reasons.forEach((reason, count) -> out.println("  not quantized: " + count + " x " + reason));
    summary.put("notQuantized", reasons);
  }

  private static Map<String, Integer> reasons(List<Decision> decisions) {
    Map<String, Integer> reasons = new TreeMap<>();
    for (Decision decision : decisions) {
      if (!decision.quantized() && !isCoding(decision.node())) {
        reasons.merge(decision.node().opType() + ": " + decision.reason(), 1, Integer::sum);
      }
    }
    return reasons;
  }
}
