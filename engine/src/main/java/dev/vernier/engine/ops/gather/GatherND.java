package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/** Selects slices by index tuples, after any leading batch dimensions that both inputs share. */
final class GatherND implements Operator {
  private final int batchDims;

  GatherND(NodeContext context) {
    batchDims = Require.within(context.node(), "batch_dims", 0, 0, Integer.MAX_VALUE);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact data = inputs.get(0);
    if (!Facts.shaped(inputs)) {
      return List.of(TensorFact.unknown(data.type()));
    }
    Require.rank(inputs, 0, 1, Integer.MAX_VALUE);
    Require.rank(inputs, 1, 1, Integer.MAX_VALUE);
    int[] index = inputs.get(1).dims();
    int tuple = index[index.length - 1];
    int rest = data.rank() - batchDims - tuple;
    boolean batched =
        rest >= 0
            && batchDims < index.length
            && Arrays.equals(index, 0, batchDims, data.dims(), 0, batchDims);
    if (!batched) {
      throw new IllegalArgumentException(
          "indices of shape "
              + Dims.text(index)
              + " do not fit data of shape "
              + Dims.text(data.dims())
              + " with batch_dims "
              + batchDims);
    }
    int[] dims = Arrays.copyOf(index, index.length - 1 + rest);
    System.arraycopy(data.dims(), batchDims + tuple, dims, index.length - 1, rest);
    return List.of(TensorFact.of(data.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor data = inputs[0];
    Tensor indices = inputs[1];
    int[] dims = data.dims();
    int tuple = indices.dim(-1);
    int[] strides = Dims.strides(dims);
    int batches = Shapes.product(dims, 0, batchDims);
    int batchSize = Shapes.product(dims, batchDims, dims.length);
    int slice = Shapes.product(dims, batchDims + tuple, dims.length);
    int count = Shapes.product(indices.dims(), 0, indices.rank() - 1);
    for (int i = 0; i < count; i++) {
      int from = i / (count / batches) * batchSize;
      for (int t = 0; t < tuple; t++) {
        int axis = batchDims + t;
        from += Indices.at(indices, i * tuple + t, dims[axis]) * strides[axis];
      }
      Copies.run(data, from, outputs[0], i * slice, slice);
    }
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean batched = batchDims > 0 && inputCarries[0] && inputCarries[1];
    boolean lookUp =
        batchDims == 0
            && inputs.get(0).isConstant()
            && inputCarries[1]
            && inputs.get(1).hasDims()
            && inputs.get(1).rank() > 1;
    return SampleAxis0.single(batched || lookUp);
  }
}
