package dev.vernier.jobs;

import dev.vernier.engine.EngineModel;
import dev.vernier.engine.OperatorRegistry;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.TensorData;
import dev.vernier.onnx.ValueInfo;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Prints what a model declares and whether it can run. */
final class ModelDescription {
  private final OnnxModel model;
  private final PrintWriter out;
  private final Summary summary;
  private final List<String> unsupported;

  ModelDescription(OnnxModel model, PrintWriter out, Summary summary) {
    this.model = model;
    this.out = out;
    this.summary = summary;
    this.unsupported = EngineModel.load(model).unsupported();
  }

  List<String> unsupportedNodes() {
    return unsupported;
  }

  boolean runs() {
    return unsupported.isEmpty();
  }

  void print() {
    header();
    values("input", model.graph().realInputs());
    values("output", model.graph().outputs());
    operators();
    unsupported();
  }

  private void header() {
    long parameters =
        model.graph().initializers().values().stream().mapToLong(TensorData::elementCount).sum();
    out.printf(
        Locale.ROOT,
        "model '%s' by %s %s: IR %d, opset %d, %,d nodes, %,d parameters%n",
        model.graph().name(),
        model.producerName(),
        model.producerVersion(),
        model.irVersion(),
        model.opset(),
        model.graph().nodes().size(),
        parameters);
    summary.put("opset", model.opset()).put("nodes", model.graph().nodes().size());
    summary.put("parameters", parameters);
  }

  private void values(String kind, List<ValueInfo> values) {
    Map<String, String> all = new LinkedHashMap<>();
    values.forEach(value -> all.put(value.name(), String.valueOf(value.type())));
    all.forEach((name, type) -> out.println("  " + kind + " '" + name + "': " + type));
    summary.put(kind + "s", all);
  }

  private void operators() {
    Map<String, Integer> counts = new TreeMap<>();
    Map<String, Boolean> known = new TreeMap<>();
    for (Node node : model.graph().nodes()) {
      String name = node.domain().isEmpty() ? node.opType() : node.domain() + "." + node.opType();
      counts.merge(name, 1, Integer::sum);
      known.put(name, isKnown(node));
    }
    Table table = new Table().line("operator", "nodes", "supported");
    counts.forEach((name, count) -> table.line(name, count, known.get(name) ? "yes" : "NO"));
    out.print(table);
    summary.put("operators", counts);
  }

  private boolean isKnown(Node node) {
    return OperatorRegistry.standard()
        .find(node.domain(), node.opType(), model.opset(node.domain()))
        .isPresent();
  }

  private void unsupported() {
    if (!unsupported.isEmpty()) {
      out.println(unsupported.size() + " nodes cannot run:");
      unsupported.forEach(line -> out.println("  " + line));
    }
    summary.put("unsupported", unsupported);
  }
}
