package dev.vernier.engine;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.onnx.functions.FunctionInlining;
import java.util.List;
import java.util.Map;

/**
 * A graph resolved against an operator registry: values numbered, nodes in an executable order,
 * everything that follows from initializers alone computed. Immutable and shared by sessions.
 */
final class GraphProgram {
  private final String[] names;
  private final Map<String, Integer> ids;
  private final List<ProgramNode> nodes;
  private final int[] inputs;
  private final int[] outputs;
  private final Tensor[] constants;
  private final List<String> captures;
  private final List<String> unsupported;
  private final Map<String, List<String>> expansions;
  private final long constantBytes;
  private final Tolerance tolerance;
  private final Limits limits;

  GraphProgram(ProgramBuilder builder) {
    this.names = builder.names.toArray(String[]::new);
    this.ids = Map.copyOf(builder.ids);
    this.nodes = List.copyOf(builder.ordered);
    this.inputs = builder.inputs;
    this.outputs = builder.outputs;
    this.constants = builder.constants;
    this.captures = List.copyOf(builder.captures);
    this.unsupported = List.copyOf(builder.unsupported);
    this.expansions = Map.copyOf(builder.expansions);
    this.constantBytes = builder.constantBytes();
    this.tolerance = builder.tolerance;
    this.limits = builder.budget.limits();
  }

  private GraphProgram(GraphProgram other, List<ProgramNode> nodes) {
    this.names = other.names;
    this.ids = other.ids;
    this.nodes = List.copyOf(nodes);
    this.inputs = other.inputs;
    this.outputs = other.outputs;
    this.constants = other.constants;
    this.captures = other.captures;
    this.unsupported = other.unsupported;
    this.expansions = other.expansions;
    this.constantBytes = other.constantBytes;
    this.tolerance = other.tolerance;
    this.limits = other.limits;
  }

  /** What the model may take. */
  Limits limits() {
    return limits;
  }

  /** The same graph computed by other nodes, as many and in the same order. */
  GraphProgram withNodes(List<ProgramNode> replaced) {
    return new GraphProgram(this, replaced);
  }

  static GraphProgram create(OnnxModel model, OperatorRegistry registry, Limits limits) {
    OnnxModel inlined = FunctionInlining.inline(model);
    OperatorResolver resolver = new OperatorResolver(inlined, registry);
    return new ProgramBuilder(
            resolver, inlined.graph(), "", 0, new RunBudget(limits, 0), ForeignValues.none())
        .build();
  }

  int valueCount() {
    return names.length;
  }

  String name(int id) {
    return names[id];
  }

  /** Id of a value, or -1. */
  int id(String name) {
    return ids.getOrDefault(name, -1);
  }

  List<ProgramNode> nodes() {
    return nodes;
  }

  /** Ids of the inputs a run gives: the graph's own, then the captured outer values. */
  int[] inputs() {
    return inputs;
  }

  /** Ids of the graph's outputs. */
  int[] outputs() {
    return outputs;
  }

  /** Constant of a value, or null. */
  Tensor constant(int id) {
    return constants[id];
  }

  /** Names of outer values the graph uses. */
  List<String> captures() {
    return captures;
  }

  /** One line for each node without operator, subgraphs included. */
  List<String> unsupported() {
    return unsupported;
  }

  /** The operators that a composite node of this label stands for, or null if there is none. */
  List<String> expansion(String label) {
    return expansions.get(label);
  }

  long constantBytes() {
    return constantBytes;
  }

  /** What the operators of all nodes declare, subgraphs included, one after the other. */
  Tolerance tolerance() {
    return tolerance;
  }
}
