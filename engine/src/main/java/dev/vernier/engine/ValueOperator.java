package dev.vernier.engine;

/**
 * An operator that takes or gives sequences or optionals, or runs graphs that do. Facts of such
 * values are unknown, of type UNDEFINED. Where all inputs are tensors and {@link #infer} gave dims
 * the engine treats it like any other; otherwise it calls {@link #evalValues}.
 */
public interface ValueOperator extends Operator {
  /**
   * Computes all outputs; one that does not exist is null. Tensors among them, also those inside
   * sequences, must not share storage with input tensors, but may be those of input sequences.
   */
  Value[] evalValues(Value[] inputs, Workspace workspace);

  @Override
  default void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Value[] results = evalValues(inputs, workspace);
    for (int i = 0; i < outputs.length; i++) {
      if (outputs[i] != null) {
        outputs[i].set(results[i].tensor());
      }
    }
  }
}
