package dev.vernier.jobs;

import dev.vernier.pipeline.PreparedModel;
import dev.vernier.quantize.QuantizationSettings;
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

  static void print(PreparedModel model, boolean nodes, PrintWriter out, Summary summary) {
    QuantizationPlan plan = QuantizationPlan.of(model.prepared(), QuantizationSettings.defaults());
    List<Decision> decisions = plan.decisions();
    long quantized = decisions.stream().filter(Decision::quantized).count();
    out.printf(
        Locale.ROOT,
        "prepared: %d nodes, of which %d would be quantized; %d activation quantizers, %d weights%n",
        decisions.size(),
        quantized,
        plan.activations().size(),
        plan.weights().size());
    summary.put("preparedNodes", decisions.size()).put("quantizedNodes", quantized);
    summary.put("activationQuantizers", plan.activations().size());
    Map<String, Integer> reasons = reasons(decisions);
    reasons.forEach((reason, count) -> out.println("  not quantized: " + count + " x " + reason));
    summary.put("notQuantized", reasons);
    if (nodes) {
      decisions.forEach(decision -> out.println("  " + line(decision)));
    }
  }

  private static Map<String, Integer> reasons(List<Decision> decisions) {
    Map<String, Integer> reasons = new TreeMap<>();
    for (Decision decision : decisions) {
      if (!decision.quantized()) {
        reasons.merge(decision.node().opType() + ": " + decision.reason(), 1, Integer::sum);
      }
    }
    return reasons;
  }

  private static String line(Decision decision) {
    String verdict = decision.quantized() ? "quantized" : "not quantized";
    return decision.node().label() + ": " + verdict + ": " + decision.reason();
  }
}
