package dev.vernier.engine.ops.activation;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import java.util.Arrays;
import java.util.List;

/** PRelu before opset 7, where a vector of slopes belongs to the channels. */
final class ChannelPRelu implements Operator {
  private final PRelu operator = new PRelu();

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    TensorFact slope = inputs.get(1);
    boolean many = slope.hasDims() && Dims.size(slope.dims()) != 1;
    if (many && x.hasDims()) {
      Require.rank(inputs, 0, 2, Integer.MAX_VALUE);
      Require.size(inputs, 1, x.dims()[1]);
    }
    return List.of(new TensorFact(x.type(), x.dims(), null));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor slope = inputs[1];
    if (slope.size() > 1) {
      int[] dims = new int[inputs[0].rank() - 1];
      Arrays.fill(dims, 1);
      dims[0] = slope.size();
      slope = slope.reshaped(dims);
    }
    operator.eval(new Tensor[] {inputs[0], slope}, outputs, workspace);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(inputCarries, inputs, true);
  }
}
