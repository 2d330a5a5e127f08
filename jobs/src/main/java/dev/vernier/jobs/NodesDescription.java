package dev.vernier.jobs;

import dev.vernier.engine.NodePlan;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.plan.Decision;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One line for every node of a model: supported, how it runs, quantized or why not. */
final class NodesDescription {
  private final OnnxModel model;
  private final List<String> unsupported;
  private final Map<String, NodePlan> plans = new HashMap<>();
  private final Map<String, Decision> decisions = new HashMap<>();
  private final Set<String> prepared = new HashSet<>();

  /**
   * @param unsupported lines of the engine, each beginning with the node's label
   */
  NodesDescription(OnnxModel model, List<String> unsupported) {
    this.model = model;
    this.unsupported = unsupported;
  }

  /** Adds how the prepared model's nodes run. */
  NodesDescription plans(List<NodePlan> added) {
    added.forEach(plan -> plans.put(plan.node().label(), plan));
    return this;
  }

  /** Adds the nodes that are left after preparation. */
  NodesDescription prepared(OnnxModel ready) {
    ready.graph().nodes().forEach(node -> prepared.add(node.label()));
    return this;
  }

  /** Adds what would be quantized of the prepared model. */
  NodesDescription decisions(List<Decision> added) {
    added.forEach(decision -> decisions.put(decision.node().label(), decision));
    return this;
  }

  void print(PrintWriter out, Summary summary) {
    List<Map<String, String>> lines = new ArrayList<>();
    for (Node node : model.graph().nodes()) {
      Map<String, String> line = describe(node);
      lines.add(line);
      String runs = line.get("runs");
      String quantized = line.containsKey("quantized") ? "; " + line.get("quantized") : "";
      out.println("  " + line.get("node") + ": " + runs + quantized);
    }
    summary.put("nodePlans", lines);
  }

  private Map<String, String> describe(Node node) {
    Map<String, String> line = new LinkedHashMap<>();
    String label = node.label();
    line.put("node", label);
    Optional<String> problem = problem(label);
    line.put("supported", problem.isEmpty() ? "yes" : "no");
    line.put("runs", problem.map(why -> "NOT SUPPORTED: " + why).orElseGet(() -> runs(label)));
    Decision decision = decisions.get(label);
    if (decision != null) {
      String verdict = decision.quantized() ? "quantized: " : "not quantized: ";
      line.put("quantized", verdict + decision.reason());
    }
    return line;
  }

  /** What is said of a node or of one in its subgraphs, whose path begins with its label. */
  private Optional<String> problem(String label) {
    return unsupported.stream()
        .filter(l -> l.startsWith(label + ":") || l.startsWith(label + "."))
        .map(l -> l.startsWith(label + ":") ? l.substring(label.length() + 1).strip() : l)
        .findFirst();
  }

  private String runs(String label) {
    if (plans.containsKey(label)) {
      return plans.get(label).toString();
    }
    boolean merged = !prepared.isEmpty() && !prepared.contains(label);
    return merged ? "merged into others before the run" : "supported, no plan";
  }
}
