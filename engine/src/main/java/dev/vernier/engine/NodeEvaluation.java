package dev.vernier.engine;

import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;

/** Evaluates single nodes into new tensors and says which node failed. */
final class NodeEvaluation {
  private NodeEvaluation() {}

  /** All outputs of a node whose inputs are given; unwanted outputs are null. */
  static Tensor[] evaluate(ProgramNode node, Tensor[] inputs, SessionWorkspace workspace) {
    List<TensorFact> facts = new ArrayList<>(inputs.length);
    for (Tensor input : inputs) {
      facts.add(input == null ? null : TensorFact.constant(input));
    }
    List<TensorFact> inferred = infer(node, facts);
    try {
      return evaluate(node, inputs, inferred, workspace);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw failure(node, facts, e);
    }
  }

  private static Tensor[] evaluate(
      ProgramNode node, Tensor[] inputs, List<TensorFact> inferred, SessionWorkspace workspace) {
    int[] wanted = node.outputs();
    if (node.operator() instanceof DynamicOperator dynamic && !allKnown(inferred, wanted)) {
      workspace.reset();
      return dynamic.evalDynamic(inputs, workspace);
    }
    Tensor[] outputs = new Tensor[wanted.length];
    for (int i = 0; i < outputs.length; i++) {
      if (wanted[i] >= 0) {
        outputs[i] = Tensor.allocate(inferred.get(i).type(), inferred.get(i).dims());
      }
    }
    workspace.reset();
    node.operator().eval(inputs, outputs, workspace);
    return outputs;
  }

  static boolean allKnown(List<TensorFact> facts, int[] wanted) {
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] >= 0 && !facts.get(i).hasDims()) {
        return false;
      }
    }
    return true;
  }

  /** The operator's inference, with failures naming the node and what it was given. */
  static List<TensorFact> infer(ProgramNode node, List<TensorFact> facts) {
    try {
      return node.operator().infer(facts);
    } catch (IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
      throw failure(node, facts, e);
    }
  }

  static VernierException failure(ProgramNode node, List<TensorFact> facts, Exception cause) {
    return new VernierException(node.label() + " on inputs " + facts + ": " + reason(cause), cause);
  }

  /** Compiled code may throw the JVM's own exceptions without their message. */
  static String reason(Exception cause) {
    boolean byJvm =
        cause instanceof ArrayIndexOutOfBoundsException || cause instanceof ArithmeticException;
    return byJvm ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
