package dev.vernier.engine;

import dev.vernier.onnx.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds for each node of a model what the steps of a plan make of it. */
final class NodePlans {
  private static final String JOINT = " + ";

  private final GraphProgram program;
  private final TensorFact[] facts;
  private final Map<String, Step> steps = new HashMap<>();
  private final Set<String> own = new HashSet<>();
  private final Set<String> views = new HashSet<>();
  private final Set<String> integers = new HashSet<>();

  NodePlans(GraphProgram program, Plan plan) {
    this.program = program;
    this.facts = plan.facts();
    for (Step step : plan.steps()) {
      parts(step.label()).forEach(part -> steps.putIfAbsent(part, step));
    }
    for (ProgramNode node : program.nodes()) {
      List<String> parts = parts(node.label());
      own.addAll(parts);
      if (node.operator().isView()) {
        views.addAll(parts);
      }
      if (isInteger(node.operator())) {
        integers.addAll(parts);
      }
    }
  }

  private static List<String> parts(String label) {
    return List.of(label.split(Pattern.quote(JOINT)));
  }

  List<NodePlan> of(List<Node> nodes) {
    List<NodePlan> result = new ArrayList<>();
    nodes.forEach(node -> result.add(of(node)));
    return result;
  }

  private NodePlan of(Node node) {
    Step step = steps.get(node.label());
    if (step != null) {
      String integer = integers.contains(node.label()) ? "in integers, " : "";
      return new NodePlan(node, parts(step.label()), integer + layout(step));
    }
    if (isConstant(node)) {
      return new NodePlan(node, List.of(), "constant");
    }
    List<String> expansion = program.expansion(node.label());
    if (expansion != null) {
      return new NodePlan(node, List.of(), "expanded into " + String.join(", ", expansion));
    }
    if (!own.contains(node.label())) {
      return new NodePlan(node, List.of(), "part of an integer operator");
    }
    return new NodePlan(node, List.of(), withoutStep(node));
  }

  private String withoutStep(Node node) {
    if (views.contains(node.label())) {
      return "view, no step";
    }
    return node.is("Concat") ? "written in place by its inputs" : "not needed";
  }

  private static boolean isInteger(Operator operator) {
    return operator instanceof IntegerProduct
        || operator instanceof IntegerAdd
        || operator instanceof IntegerMap
        || operator instanceof IntegerMul
        || operator instanceof DynamicProduct;
  }

  /** What a step's description says after its label, without brackets. */
  private static String layout(Step step) {
    String rest = step.describe().substring(step.label().length()).strip();
    return rest.startsWith("(") && rest.endsWith(")") ? rest.substring(1, rest.length() - 1) : rest;
  }

  private boolean isConstant(Node node) {
    return node.outputs().stream()
        .filter(name -> !name.isEmpty())
        .allMatch(name -> isConstant(program.id(name)));
  }

  private boolean isConstant(int id) {
    return id >= 0
        && (program.constant(id) != null || (facts[id] != null && facts[id].isConstant()));
  }
}
