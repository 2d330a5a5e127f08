package dev.vernier.engine.ops.control;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Subgraph;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.onnx.VernierException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs one of two graphs by a condition. */
final class If implements ValueOperator {
  private final Subgraph thenBranch;
  private final Subgraph elseBranch;

  If(NodeContext context) {
    thenBranch = context.subgraph("then_branch");
    elseBranch = context.subgraph("else_branch");
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact condition = inputs.get(0);
    if (condition.isConstant()) {
      return branch(condition.value()).infer(List.of(), inputs);
    }
    List<TensorFact> yes = attempt(thenBranch, inputs);
    List<TensorFact> no = attempt(elseBranch, inputs);
    if (yes == null && no == null) {
      return thenBranch.infer(List.of(), inputs);
    }
    return common(yes == null ? no : yes, no == null ? List.of() : no);
  }

  /** A branch that is not taken may have no use for the inputs: null if they do not fit it. */
  private static List<TensorFact> attempt(Subgraph branch, List<TensorFact> inputs) {
    try {
      return branch.infer(List.of(), inputs);
    } catch (VernierException | IllegalArgumentException e) {
      return null;
    }
  }

  /** Shapes on which both branches agree; none if only one of them could be inferred. */
  private static List<TensorFact> common(List<TensorFact> one, List<TensorFact> other) {
    List<TensorFact> both = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      TensorFact fact = one.get(i);
      boolean same =
          one != other
              && i < other.size()
              && fact.hasDims()
              && other.get(i).hasDims()
              && Arrays.equals(fact.dims(), other.get(i).dims());
      both.add(new TensorFact(fact.type(), same ? fact.dims() : null, null));
    }
    return both;
  }

  private Subgraph branch(Tensor condition) {
    return condition.longAt(0) != 0 ? thenBranch : elseBranch;
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    return branch(inputs[0].tensor()).run(new Value[0], inputs, workspace);
  }
}
