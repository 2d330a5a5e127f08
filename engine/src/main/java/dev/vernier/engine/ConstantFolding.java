package dev.vernier.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Computes at load time what follows from initializers alone, whatever the input shapes. */
final class ConstantFolding {
  private ConstantFolding() {}

  /** Computes the nodes that {@code eligible} lets through. */
  static void apply(ProgramBuilder builder, Predicate<ProgramNode> eligible) {
    builder.constants = Arrays.copyOf(builder.constants, builder.names.size());
    SessionWorkspace workspace = new SessionWorkspace(new PreparedWeights(), builder.budget);
    List<ProgramNode> kept = new ArrayList<>();
    for (ProgramNode node : builder.ordered) {
      if (!eligible.test(node) || !fold(node, builder.constants, workspace)) {
        kept.add(node);
      }
    }
    builder.ordered.clear();
    builder.ordered.addAll(kept);
  }

  private static boolean fold(ProgramNode node, Tensor[] constants, SessionWorkspace workspace) {
    if (node.operator() == null || !node.operator().deterministic()) {
      return false;
    }
    Tensor[] inputs = new Tensor[node.inputs().length];
    for (int i = 0; i < inputs.length; i++) {
      int id = node.inputs()[i];
      if (id >= 0 && constants[id] == null) {
        return false;
      }
      inputs[i] = id < 0 ? null : constants[id];
    }
    Value[] results = NodeEvaluation.evaluate(node, inputs, workspace);
    if (!givesTensors(node, results)) {
      return false;
    }
    for (int i = 0; i < results.length; i++) {
      if (node.outputs()[i] >= 0) {
        constants[node.outputs()[i]] = results[i].tensor();
      }
    }
    return true;
  }

  /** Whether all wanted results are tensors; sequences and optionals are no constants. */
  static boolean givesTensors(ProgramNode node, Value... results) {
    for (int i = 0; i < node.outputs().length; i++) {
      if (node.outputs()[i] >= 0 && !(results[i] instanceof Tensor)) {
        return false;
      }
    }
    return true;
  }
}
