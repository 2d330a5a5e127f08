package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.OptionalValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.View;
import java.util.List;

/** What an optional holds; a tensor or a sequence is given on as it is. */
final class OptionalGetElement extends View implements ValueOperator {
  @Override
  protected int[] dims(List<TensorFact> inputs) {
    return inputs.get(0).dims();
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    if (inputs[0] instanceof OptionalValue optional) {
      if (!optional.isPresent()) {
        throw new IllegalArgumentException("an empty optional has no element");
      }
      return new Value[] {optional.element()};
    }
    return new Value[] {inputs[0] instanceof Tensor tensor ? tensor.copy() : inputs[0]};
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
