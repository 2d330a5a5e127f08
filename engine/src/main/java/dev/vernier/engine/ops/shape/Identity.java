package dev.vernier.engine.ops.shape;

import dev.vernier.engine.TensorFact;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.View;
import java.util.List;

/** The input itself; also Dropout's first output at inference where no mask is asked for. */
final class Identity extends View {
  @Override
  protected int[] dims(List<TensorFact> inputs) {
    return inputs.get(0).dims();
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
