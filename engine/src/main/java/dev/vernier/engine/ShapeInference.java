package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Facts of all values of a graph for concrete input shapes. Nodes whose inputs are all constant are
 * evaluated, so shape arithmetic disappears; nodes whose shapes depend on data are marked.
 */
final class ShapeInference {
  private final SessionWorkspace workspace;
  private final TensorFact[] facts;
  private final boolean[] dynamic;

  private ShapeInference(GraphProgram program, SessionWorkspace workspace) {
    this.workspace = workspace;
    this.facts = new TensorFact[program.valueCount()];
    this.dynamic = new boolean[program.nodes().size()];
  }

  static ShapeInference run(GraphProgram program, TensorFact[] inputs, SessionWorkspace workspace) {
    ShapeInference inference = new ShapeInference(program, workspace);
    for (int id = 0; id < program.valueCount(); id++) {
      Tensor constant = program.constant(id);
      inference.facts[id] = constant == null ? null : TensorFact.constant(constant);
    }
    for (int i = 0; i < inputs.length; i++) {
      inference.facts[program.inputs()[i]] = inputs[i];
    }
    for (int n = 0; n < program.nodes().size(); n++) {
      inference.visit(n, program.nodes().get(n));
    }
    return inference;
  }

  /** Facts by value id; null for a value that no node yields. */
  TensorFact[] facts() {
    return facts;
  }

  /** Whether a node's shapes are known only at run time. */
  boolean isDynamic(int node) {
    return dynamic[node];
  }

  /** Whether a node's outputs are all known already. */
  boolean isFolded(ProgramNode node) {
    return Arrays.stream(node.outputs()).allMatch(id -> id < 0 || facts[id].isConstant());
  }

  /** Facts of a node's inputs, null where absent. */
  List<TensorFact> inputs(ProgramNode node) {
    List<TensorFact> result = new ArrayList<>(node.inputs().length);
    for (int id : node.inputs()) {
      result.add(id < 0 ? null : facts[id]);
    }
    return result;
  }

  /** Facts of a node's outputs, null where not wanted. */
  List<TensorFact> outputs(ProgramNode node) {
    List<TensorFact> result = new ArrayList<>(node.outputs().length);
    for (int id : node.outputs()) {
      result.add(id < 0 ? null : facts[id]);
    }
    return result;
  }

  private void visit(int index, ProgramNode node) {
    if (node.operator() == null) {
      throw new IllegalArgumentException(node.label() + " is not supported");
    }
    List<TensorFact> inputs = inputs(node);
    if (node.operator().deterministic()
        && inputs.stream().allMatch(f -> f == null || f.isConstant())) {
      fold(index, node, inputs);
      return;
    }
    if (inputs.stream().anyMatch(f -> f != null && !f.hasDims())) {
      markDynamic(index, node, null);
      return;
    }
    List<TensorFact> inferred = NodeEvaluation.infer(node, inputs);
    if (!NodeEvaluation.allKnown(inferred, node.outputs())) {
      markDynamic(index, node, inferred);
      return;
    }
    for (int i = 0; i < node.outputs().length; i++) {
      if (node.outputs()[i] >= 0) {
        requireRoom(node, i, inferred.get(i));
        set(node.outputs()[i], inferred.get(i));
      }
    }
  }

  private void requireRoom(ProgramNode node, int output, TensorFact fact) {
    NodeEvaluation.named(
        node.label(),
        () -> {
          String what = NodeEvaluation.output(node, output, fact.dims());
          workspace.budget().require(NodeEvaluation.bytes(fact), what);
        });
  }

  /** An operator may know a value without evaluation, as Shape does. */
  private void set(int id, TensorFact fact) {
    facts[id] = fact.isConstant() ? TensorFact.constant(fact.value()) : fact;
  }

  private void fold(int index, ProgramNode node, List<TensorFact> inputs) {
    Tensor[] values = inputs.stream().map(f -> f == null ? null : f.value()).toArray(Tensor[]::new);
    Value[] results = NodeEvaluation.evaluate(node, values, workspace);
    if (!ConstantFolding.givesTensors(node, results)) {
      markDynamic(index, node, null);
      return;
    }
    for (int i = 0; i < node.outputs().length; i++) {
      if (node.outputs()[i] >= 0) {
        facts[node.outputs()[i]] = TensorFact.constant(results[i].tensor());
      }
    }
  }

  private void markDynamic(int index, ProgramNode node, List<TensorFact> inferred) {
    dynamic[index] = true;
    for (int i = 0; i < node.outputs().length; i++) {
      if (node.outputs()[i] >= 0) {
        DataType type = inferred == null ? DataType.UNDEFINED : inferred.get(i).type();
        facts[node.outputs()[i]] = TensorFact.unknown(type);
      }
    }
  }
}
