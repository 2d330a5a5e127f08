package dev.vernier.engine.ops.control;

import dev.vernier.engine.DynamicOperator;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Subgraph;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs one of two graphs by a condition. */
final class If implements DynamicOperator {
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
    List<TensorFact> yes = thenBranch.infer(List.of(), inputs);
    List<TensorFact> no = elseBranch.infer(List.of(), inputs);
    List<TensorFact> both = new ArrayList<>();
    for (int i = 0; i < yes.size(); i++) {
      boolean same =
          yes.get(i).hasDims()
              && no.get(i).hasDims()
              && Arrays.equals(yes.get(i).dims(), no.get(i).dims());
      both.add(new TensorFact(yes.get(i).type(), same ? yes.get(i).dims() : null, null));
    }
    return both;
  }

  private Subgraph branch(Tensor condition) {
    return condition.longAt(0) != 0 ? thenBranch : elseBranch;
  }

  @Override
  public Tensor[] evalDynamic(Tensor[] inputs, Workspace workspace) {
    return branch(inputs[0]).run(new Tensor[0], inputs, workspace);
  }
}
