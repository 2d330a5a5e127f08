package dev.vernier.engine.ops.common;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import java.util.List;

/**
 * An operator whose output is its first input under another shape; the engine shares the storage.
 */
public abstract class View implements Operator {
  /** The new dimensions, or null if they depend on a value that is not known. */
  protected abstract int[] dims(List<TensorFact> inputs);

  @Override
  public final List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    int[] dims = x.hasDims() ? dims(inputs) : null;
    if (dims != null && Dims.size(dims) != Dims.size(x.dims())) {
      throw new IllegalArgumentException(
          "cannot reshape " + Dims.text(x.dims()) + " to " + Dims.text(dims));
    }
    return List.of(new TensorFact(x.type(), dims, null));
  }

  @Override
  public final void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Copies.all(inputs[0], outputs[0]);
  }

  @Override
  public final boolean isView() {
    return true;
  }
}
