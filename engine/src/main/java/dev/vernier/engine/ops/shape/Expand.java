package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.List;

/** Repeats a tensor by broadcasting it with a shape. */
final class Expand implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    long[] shape = Facts.longs(inputs.get(1));
    return List.of(
        !x.hasDims() || shape == null
            ? TensorFact.unknown(x.type())
            : TensorFact.of(x.type(), Dims.broadcast(x.dims(), Dims.ofLongs(shape))));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    int[] dims = outputs[0].dims();
    int[] read = Shapes.broadcastStrides(inputs[0].dims(), dims);
    Copies.strided(dims, inputs[0], 0, read, outputs[0], 0, Dims.strides(dims));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    int[] from = inputs.get(0).dims();
    int[] to = outputs.get(0).dims();
    boolean kept = from != null && to != null && from.length == to.length && from[0] == to[0];
    return SampleAxis0.withinSlices(inputCarries, inputs, kept);
  }
}
