package dev.vernier.onnx.io;

import dev.vernier.onnx.FunctionDef;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.OpsetImport;
import dev.vernier.onnx.SparseTensor;
import dev.vernier.onnx.ValueInfo;
import dev.vernier.onnx.VernierException;
import dev.vernier.onnx.edit.GraphRewrites;
import dev.vernier.onnx.edit.TopologicalOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks that a model hangs together, and brings its nodes into topological order. */
final class ModelValidator {
  private static final int SHOWN = 10;

  private final List<String> problems = new ArrayList<>();
  private final Set<String> domains = new TreeSet<>();

  private ModelValidator() {}

  /**
   * The model with every graph in topological order.
   *
   * @throws VernierException listing what is wrong with it
   */
  static OnnxModel validated(OnnxModel model) {
    ModelValidator validator = new ModelValidator();
    validator.checkGraph(model.graph(), Set.of());
    model.functions().forEach(validator::checkFunction);
    validator.checkOpsets(model);
    validator.report();
    return model
        .withGraph(sorted(model.graph()))
        .withFunctions(
            model.functions().stream()
                .map(f -> f.withNodes(TopologicalOrder.sort(sortedSubgraphs(f.nodes()))))
                .toList());
  }

  private static Graph sorted(Graph graph) {
    return graph.withNodes(TopologicalOrder.sort(sortedSubgraphs(graph.nodes())));
  }

  private static List<Node> sortedSubgraphs(List<Node> nodes) {
    return nodes.stream()
        .map(node -> GraphRewrites.mapSubgraphs(node, ModelValidator::sorted))
        .toList();
  }

  private void report() {
    if (problems.isEmpty()) {
      return;
    }
    String shown = String.join("\n  ", problems.subList(0, Math.min(SHOWN, problems.size())));
    String rest = problems.size() > SHOWN ? "\n  and " + (problems.size() - SHOWN) + " more" : "";
    throw new VernierException(
        "the model is not valid; export it again or repair it:\n  " + shown + rest);
  }

  private void checkOpsets(OnnxModel model) {
    Set<String> imported = new HashSet<>();
    for (OpsetImport opset : model.opsets()) {
      if (!imported.add(opset.domain())) {
        problems.add("domain \"" + opset.domain() + "\": its operator set is imported twice");
      }
      if (opset.version() < 1) {
        problems.add("domain \"" + opset.domain() + "\": operator set " + opset.version());
      }
    }
    for (String domain : domains) {
      if (!imported.contains(domain)) {
        problems.add(
            "nodes use the "
                + (domain.isEmpty() ? "default domain" : "domain \"" + domain + "\"")
                + ", but the model does not import its operator set");
      }
    }
  }

  private void checkGraph(Graph graph, Set<String> outer) {
    Set<String> defined = new HashSet<>();
    for (ValueInfo input : graph.inputs()) {
      define(defined, input.name(), "graph input");
    }
    Set<String> constants = new HashSet<>(graph.initializers().keySet());
    for (SparseTensor sparse : graph.sparseInitializers()) {
      define(constants, sparse.name(), "sparse initializer");
    }
    defined.addAll(constants);
    checkNodes(graph.nodes(), defined, outer);
    for (ValueInfo output : graph.outputs()) {
      if (!defined.contains(output.name()) && !outer.contains(output.name())) {
        problems.add("graph output '" + output.name() + "': nothing produces it");
      }
    }
  }

  private void checkFunction(FunctionDef function) {
    Set<String> defined = new HashSet<>(function.inputs());
    Set<String> before = new TreeSet<>(domains);
    checkNodes(function.nodes(), defined, Set.of());
    for (String output : function.outputs()) {
      if (!defined.contains(output)) {
        problems.add(
            "function " + function.name() + ": output '" + output + "': nothing produces it");
      }
    }
    function.opsets().forEach(opset -> domains.remove(opset.domain()));
    domains.addAll(before);
  }

  private void checkNodes(List<Node> nodes, Set<String> defined, Set<String> outer) {
    for (Node node : nodes) {
      domains.add(node.domain());
      if (node.opType().isEmpty()) {
        problems.add("node '" + node.name() + "' has no operator type");
      }
      for (String output : node.outputs()) {
        if (!output.isEmpty()) {
          define(defined, output, "output of " + node.label());
        }
      }
    }
    for (Node node : nodes) {
      for (String input : node.inputs()) {
        if (!input.isEmpty() && !defined.contains(input) && !outer.contains(input)) {
          problems.add(node.label() + ": input '" + input + "': nothing produces it");
        }
      }
      checkSubgraphs(node, defined, outer);
    }
  }

  private void checkSubgraphs(Node node, Set<String> defined, Set<String> outer) {
    List<Graph> subgraphs = node.subgraphs();
    if (subgraphs.isEmpty()) {
      return;
    }
    Set<String> visible = new HashSet<>(outer);
    visible.addAll(defined);
    subgraphs.forEach(graph -> checkGraph(graph, visible));
  }

  private void define(Set<String> defined, String name, String what) {
    if (!defined.add(name)) {
      problems.add(what + ": the name '" + name + "' is defined twice");
    }
  }
}
