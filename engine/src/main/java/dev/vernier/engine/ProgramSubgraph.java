package dev.vernier.engine;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.VernierException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A node's graph as a program of its own, with the places of captured values among the inputs. */
final class ProgramSubgraph implements Subgraph {
  private final GraphProgram program;
  private final int[] captured;

  /**
   * @param captured for each captured value its index among the inputs of the operator
   */
  ProgramSubgraph(GraphProgram program, int[] captured) {
    this.program = program;
    this.captured = captured;
  }

  @Override
  public int inputCount() {
    return program.inputs().length - captured.length;
  }

  @Override
  public int outputCount() {
    return program.outputs().length;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs, List<TensorFact> nodeInputs) {
    requireInputs(inputs.size());
    TensorFact[] all = inputs.toArray(new TensorFact[program.inputs().length]);
    for (int i = 0; i < captured.length; i++) {
      all[inputs.size() + i] = nodeInputs.get(captured[i]);
    }
    try {
      TensorFact[] facts =
          ShapeInference.run(program, all, new SessionWorkspace(new PreparedWeights(), budget()))
              .facts();
      return Arrays.stream(program.outputs()).mapToObj(id -> facts[id]).toList();
    } catch (VernierException e) {
      // A branch that is not taken need not fit the shapes; one that is taken fails when it runs.
      return Collections.nCopies(outputCount(), TensorFact.unknown(DataType.UNDEFINED));
    }
  }

  private void requireInputs(int given) {
    if (given != inputCount()) {
      throw new IllegalArgumentException(
          "its graph takes " + inputCount() + " inputs, but is given " + given);
    }
  }

  /** Inference has no session at hand; what it folds is bounded by itself. */
  private RunBudget budget() {
    return new RunBudget(program.limits(), 0);
  }

  @Override
  public Value[] run(Value[] inputs, Value[] nodeInputs, Workspace workspace) {
    requireInputs(inputs.length);
    Value[] all = Arrays.copyOf(inputs, program.inputs().length, Value[].class);
    for (int i = 0; i < captured.length; i++) {
      all[inputs.length + i] = nodeInputs[captured[i]];
    }
    SessionWorkspace session = (SessionWorkspace) workspace;
    long before = session.budget().held();
    try {
      Plan plan = session.executor(program).run(all, null);
      Value[] results = new Value[program.outputs().length];
      for (int i = 0; i < results.length; i++) {
        results[i] = owned(plan.output(i));
      }
      plan.release();
      return results;
    } finally {
      session.budget().restore(before);
    }
  }

  /** Tensors live in the arena; those of sequences do not, and are shared. */
  private static Value owned(Value value) {
    return value instanceof Tensor tensor ? tensor.copy() : value;
  }
}
