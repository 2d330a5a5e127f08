package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Replaces every index by a vector with one distinguished entry along a new axis. */
final class OneHot implements Operator {
  private final long axis;

  OneHot(NodeContext context) {
    axis = context.node().intAttribute("axis", -1);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact indices = inputs.get(0);
    DataType type = inputs.get(2).type();
    Require.size(inputs, 1, 1);
    Require.shape(inputs, 2, 2);
    if (!indices.hasDims() || !inputs.get(1).isConstant()) {
      return List.of(TensorFact.unknown(type));
    }
    int at = Dims.axis(axis, indices.rank() + 1);
    int[] dims = new int[indices.rank() + 1];
    System.arraycopy(indices.dims(), 0, dims, 0, at);
    dims[at] = Shapes.dimension((long) inputs.get(1).value().doubleAt(0));
    System.arraycopy(indices.dims(), at, dims, at + 1, indices.rank() - at);
    return List.of(TensorFact.of(type, dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    int[] dims = y.dims();
    int at = Dims.axis(axis, dims.length);
    int inner = Shapes.product(dims, at + 1, dims.length);
    Copies.strided(dims, inputs[2], 0, new int[dims.length], y, 0, Dims.strides(dims));
    for (int i = 0; i < inputs[0].size(); i++) {
      long index = (long) inputs[0].doubleAt(i);
      index += index < 0 ? dims[at] : 0;
      if (index >= 0 && index < dims[at]) {
        int to = (i / inner * dims[at] + (int) index) * inner + i % inner;
        Copies.run(inputs[2], 1, y, to, 1);
      }
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.withinSlices(
        inputCarries,
        inputs,
        outputs.get(0).hasDims() && Dims.axis(axis, outputs.get(0).rank()) != 0);
  }
}
