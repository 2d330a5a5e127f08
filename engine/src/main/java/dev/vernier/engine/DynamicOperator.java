package dev.vernier.engine;

/**
 * An operator whose output shapes are known only once it has run (If, Loop, NonZero, …). Where
 * {@link #infer} gave dims the engine treats it like any other; otherwise it calls {@link
 * #evalDynamic}.
 */
public interface DynamicOperator extends Operator {
  /** Computes all outputs into tensors of its own; an output that does not exist is null. */
  Tensor[] evalDynamic(Tensor[] inputs, Workspace workspace);

  @Override
  default void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor[] results = evalDynamic(inputs, workspace);
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != null) {
        outputs[i].set(results[i]);
      }
    }
  }
}
