package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Matrices;
import dev.vernier.engine.ops.common.SampleAxis0;
import java.util.List;

/** Product of quantized matrices: exact sums, scaled and rounded once. */
final class QLinearMatMul implements Operator {
  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Matrices.infer(inputs.get(0), inputs.get(3), inputs.get(7).type()));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    Matrices.Product p = Matrices.product(inputs[0].dims(), inputs[3].dims());
    int[] sums = IntegerMatrices.multiply(p, inputs[0], inputs[2], inputs[3], inputs[5], workspace);
    float outputScale = (float) inputs[6].doubleAt(0);
    long zero = inputs[7].longAt(0);
    for (int i = 0; i < y.size(); i++) {
      float left = Requantization.scale(inputs[1], i / p.n() % p.m());
      float right = Requantization.scale(inputs[4], i % p.n());
      y.setLong(i, Requantization.level(sums[i], left * right / outputScale, zero, y.type()));
    }
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean constants = true;
    for (int i : new int[] {1, 2, 4, 5, 6, 7}) {
      constants &= inputs.get(i).isConstant();
    }
    boolean byTensor = inputs.get(1).hasDims() && Dims.size(inputs.get(1).dims()) == 1;
    boolean[] carries = {inputCarries[0], inputCarries[3]};
    List<TensorFact> matrices = List.of(inputs.get(0), inputs.get(3));
    return SampleAxis0.single(
        constants && byTensor && Matrices.carries(carries, matrices, outputs.get(0)));
  }
}
