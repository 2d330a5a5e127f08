package dev.vernier.engine.ops.gather;

import dev.vernier.engine.DynamicOperator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.onnx.DataType;
import java.util.List;

/** The indices of all elements that are not zero, one column each, in row-major order. */
final class NonZero implements DynamicOperator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(
        x.isConstant()
            ? TensorFact.of(DataType.INT64, x.rank(), count(x.value()))
            : TensorFact.unknown(DataType.INT64));
  }

  private static int count(Tensor x) {
    int count = 0;
    for (int i = 0; i < x.size(); i++) {
      count += x.doubleAt(i) != 0 ? 1 : 0;
    }
    return count;
  }

  @Override
  public Tensor[] evalDynamic(Tensor[] inputs, Workspace workspace) {
    Tensor x = inputs[0];
    int count = count(x);
    Tensor y = workspace.allocate(DataType.INT64, x.rank(), count);
    int[] index = new int[x.rank()];
    int[] dims = x.dims();
    int column = 0;
    for (int i = 0; i < x.size(); i++) {
      if (x.doubleAt(i) != 0) {
        for (int axis = 0; axis < index.length; axis++) {
          y.setLong(axis * count + column, index[axis]);
        }
        column++;
      }
      Indices.advance(index, dims);
    }
    return new Tensor[] {y};
  }
}
