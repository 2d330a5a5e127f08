package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.RowWalk;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Chooses between two broadcast operands by a condition. */
final class Where implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    DataType type = inputs.get(1).type();
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(type));
    }
    int[] values = Dims.broadcast(inputs.get(1).dims(), inputs.get(2).dims());
    return List.of(TensorFact.of(type, Dims.broadcast(inputs.get(0).dims(), values)));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor condition = inputs[0];
    Tensor y = outputs[0];
    int[] dims = y.dims();
    int[][] strides = {
      Shapes.broadcastStrides(condition.dims(), dims),
      Shapes.broadcastStrides(inputs[1].dims(), dims),
      Shapes.broadcastStrides(inputs[2].dims(), dims),
      Dims.strides(dims)
    };
    RowWalk.walk(
        dims,
        strides,
        (offsets, steps, n) -> {
          for (int i = 0; i < n; i++) {
            boolean yes = condition.longAt(offsets[0] + i * steps[0]) != 0;
            int branch = yes ? 1 : 2;
            int at = offsets[branch] + i * steps[branch];
            Copies.run(inputs[branch], at, y, offsets[3] + i, 1);
          }
        });
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return SampleAxis0.single(SampleAxis0.broadcast(inputCarries, inputs, outputs.get(0)));
  }
}
