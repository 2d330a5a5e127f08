package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Matrices;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.onnx.DataType;
import java.util.List;

/** Exact product of 8-bit integer matrices after their zero points are taken off, as INT32. */
final class MatMulInteger implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Matrices.infer(inputs.get(0), inputs.get(1), DataType.INT32));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Matrices.Product product = Matrices.product(inputs[0].dims(), inputs[1].dims());
    int[] sums =
        IntegerMatrices.multiply(
            product,
            inputs[0],
            Facts.optional(inputs, 2),
            inputs[1],
            Facts.optional(inputs, 3),
            workspace);
    System.arraycopy(sums, 0, outputs[0].ints(), outputs[0].offset(), outputs[0].size());
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    TensorFact zero = Facts.optional(inputs, 2);
    boolean oneZero = zero == null || (zero.isConstant() && zero.value().size() == 1);
    TensorFact zeroOfRight = Facts.optional(inputs, 3);
    boolean constant = zeroOfRight == null || zeroOfRight.isConstant();
    return SampleAxis0.single(
        oneZero && constant && Matrices.carries(inputCarries, inputs, outputs.get(0)));
  }
}
