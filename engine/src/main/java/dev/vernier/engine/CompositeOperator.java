package dev.vernier.engine;

import java.util.List;

/**
 * An operator that is defined by others: its nodes are replaced by those when a graph is resolved,
 * so that fusions and layouts apply to them as to nodes that the model wrote itself.
 */
public abstract class CompositeOperator implements Operator {
  /** Writes the nodes that this operator's node stands for. */
  public abstract void expand(Expansion to);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    throw new IllegalStateException(getClass().getSimpleName() + " was not expanded");
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    throw new IllegalStateException(getClass().getSimpleName() + " was not expanded");
  }

  /** That of the operators it stands for, together. */
  @Override
  public Tolerance tolerance() {
    return Tolerance.relative(1e-5f);
  }
}
