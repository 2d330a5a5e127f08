package dev.vernier.engine;

import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Evaluates single nodes into new tensors and says which node failed. */
final class NodeEvaluation {
  private NodeEvaluation() {}

  /**
   * All outputs of a node whose inputs are given; unwanted outputs are null. The workspace's budget
   * is charged for them.
   */
  static Value[] evaluate(ProgramNode node, Value[] inputs, SessionWorkspace workspace) {
    Tensor[] tensors = tensors(inputs);
    if (tensors == null) {
      return named(node.label(), () -> evaluateValues(node, inputs, workspace));
    }
    List<TensorFact> facts = new ArrayList<>(inputs.length);
    for (Tensor input : tensors) {
      facts.add(input == null ? null : TensorFact.constant(input));
    }
    try {
      if (skipsInference(node)) {
        node.checkTypes(facts);
        return evaluateValues(node, inputs, workspace);
      }
      return evaluate(node, infer(node, facts), tensors, workspace);
    } catch (RuntimeException e) {
      throw failure(node, facts, e);
    }
  }

  /** For a node with graphs inference does the work of running them; others need it to run. */
  private static boolean skipsInference(ProgramNode node) {
    boolean graphs = node.operator() instanceof ValueOperator && !node.node().subgraphs().isEmpty();
    return graphs || node.operator() instanceof DynamicOperator;
  }

  /** The inputs as tensors, or null if not all are. */
  private static Tensor[] tensors(Value... inputs) {
    Tensor[] tensors = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] != null && !(inputs[i] instanceof Tensor)) {
        return null;
      }
      tensors[i] = (Tensor) inputs[i];
    }
    return tensors;
  }

  private static Value[] evaluateValues(
      ProgramNode node, Value[] inputs, SessionWorkspace workspace) {
    workspace.reset();
    if (node.operator() instanceof ValueOperator operator) {
      return claimed(node, operator.evalValues(inputs, workspace), workspace);
    }
    Tensor[] tensors = tensors(inputs);
    if (tensors == null || !(node.operator() instanceof DynamicOperator operator)) {
      throw new IllegalArgumentException(composite(node, inputs));
    }
    return claimed(node, operator.evalDynamic(tensors, workspace), workspace);
  }

  private static String composite(ProgramNode node, Value... inputs) {
    for (int i = 0; i < node.node().inputs().size(); i++) {
      if (inputs[i] != null && !(inputs[i] instanceof Tensor)) {
        return "input '" + node.node().input(i) + "' is " + inputs[i] + ": expected a tensor";
      }
    }
    return "its graphs use a sequence or an optional, which this operator does not support";
  }

  private static Value[] claimed(ProgramNode node, Value[] results, SessionWorkspace workspace) {
    for (int i = 0; i < node.outputs().length; i++) {
      if (node.outputs()[i] >= 0) {
        if (i >= results.length || results[i] == null) {
          throw missing(results.length, i);
        }
        String what = "output '" + node.node().output(i) + "': " + results[i];
        workspace.budget().claim(results[i].byteSize(), what);
      }
    }
    return results;
  }

  private static Value[] evaluate(
      ProgramNode node, List<TensorFact> inferred, Tensor[] inputs, SessionWorkspace workspace) {
    int[] wanted = node.outputs();
    if (!allKnown(inferred, wanted)) {
      if (node.operator() instanceof ValueOperator) {
        return evaluateValues(node, inputs, workspace);
      }
      throw new IllegalArgumentException("the shapes of its outputs do not follow from these");
    }
    Tensor[] outputs = new Tensor[wanted.length];
    for (int i = 0; i < outputs.length; i++) {
      if (wanted[i] >= 0) {
        TensorFact fact = inferred.get(i);
        workspace.budget().claim(bytes(fact), output(node, i, fact.dims()));
        outputs[i] = Tensor.allocate(fact.type(), fact.dims());
      }
    }
    if (DenseStep.isEmpty(outputs)) {
      return outputs;
    }
    workspace.reset();
    node.operator().eval(inputs, outputs, workspace);
    return outputs;
  }

  /** How messages name an output. */
  static String output(ProgramNode node, int index, int[] dims) {
    return "output '" + node.node().output(index) + "' of shape " + Dims.text(dims);
  }

  /** Bytes that a tensor of known shape takes. */
  static long bytes(TensorFact fact) {
    return (long) Dims.size(fact.dims()) * Storage.of(fact.type()).width();
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
      node.checkTypes(facts);
      List<TensorFact> inferred = node.operator().infer(facts);
      requireOutputs(node, inferred);
      return inferred;
    } catch (RuntimeException e) {
      throw failure(node, facts, e);
    }
  }

  private static void requireOutputs(ProgramNode node, List<TensorFact> inferred) {
    for (int i = 0; i < node.outputs().length; i++) {
      if (node.outputs()[i] < 0) {
        continue;
      }
      if (i >= inferred.size()) {
        throw missing(inferred.size(), i);
      }
      if (inferred.get(i).hasDims()) {
        Dims.size(inferred.get(i).dims());
      }
    }
  }

  private static IllegalArgumentException missing(int given, int output) {
    return new IllegalArgumentException(
        "it gives " + given + " outputs here, but the node names output " + output);
  }

  static VernierException failure(
      ProgramNode node, List<TensorFact> facts, RuntimeException cause) {
    return failure(node.label() + " on inputs " + facts, cause);
  }

  /** What is done for a node, with its failures naming it. */
  static <T> T named(String label, Supplier<T> action) {
    try {
      return action.get();
    } catch (RuntimeException e) {
      throw failure(label, e);
    }
  }

  /** What is done for a node, with its failures naming it. */
  static void named(String label, Runnable action) {
    named(
        label,
        () -> {
          action.run();
          return null;
        });
  }

  /** A failure at a node, unless the exception says that itself. */
  static VernierException failure(String where, RuntimeException cause) {
    if (cause instanceof VernierException named && named.getMessage().startsWith(where)) {
      return named;
    }
    return new VernierException(where + ": " + reason(cause), cause);
  }

  /** Compiled code may throw the JVM's own exceptions without their message. */
  static String reason(RuntimeException cause) {
    boolean worded =
        cause instanceof VernierException
            || cause.getClass() == IllegalArgumentException.class
            || cause.getClass() == IndexOutOfBoundsException.class;
    if (cause instanceof ArithmeticException) {
      return "a division by zero, or an overflow of integers";
    }
    return worded
        ? cause.getMessage()
        : "the operator cannot work with these (" + cause.getClass().getSimpleName() + ")";
  }
}
