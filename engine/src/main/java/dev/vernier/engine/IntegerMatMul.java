package dev.vernier.engine;

import dev.vernier.engine.ops.common.ExactProducts;
import dev.vernier.engine.ops.common.Matrices;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * MatMul of two operands of 8-bit codes, with the results of ONNX Runtime's integer kernel: the
 * exact integer sum of products of codes less their zero points, converted to float, multiplied by
 * the scales over that of the result, rounded half to even.
 */
final class IntegerMatMul implements Operator {
  private final CodeParameters a;
  private final CodeParameters b;
  private final CodeResult result;

  IntegerMatMul(CodeParameters a, CodeParameters b, CodeResult result) {
    this.a = a;
    this.b = b;
    this.result = result;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return result.facts(Matrices.infer(inputs.get(0), inputs.get(1), DataType.FLOAT));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean proven = Matrices.carries(inputCarries, inputs, outputs.get(0));
    boolean[] both = {proven, proven};
    return outputs.size() > 1 ? both : SampleAxis0.single(proven);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Matrices.Product p = Matrices.product(inputs[0].dimsInternal(), inputs[1].dimsInternal());
    float[] left = codes(inputs[0], a, workspace);
    float[] right = codes(inputs[1], b, workspace);
    int n = (outputs[0] != null ? outputs[0] : outputs[1]).size();
    float[] sums = workspace.floats(n);
    ExactProducts products = new ExactProducts(a.largest(), b.largest(), workspace);
    if (p.batches() == 1 || p.rightRepeats()) {
      products.multiply(p.batches() * p.m(), p.n(), p.k(), left, 0, right, 0, sums, 0);
    } else {
      p.forEach((l, r, c) -> products.multiply(p.m(), p.n(), p.k(), left, l, right, r, sums, c));
    }
    Kernels kernels = workspace.kernels();
    kernels.mulScalar(sums, 0, result.multiplier(a.scale(), b.scale()), sums, 0, n);
    result.store(sums, outputs, kernels);
  }

  private static float[] codes(Tensor codes, CodeParameters parameters, Workspace workspace) {
    float[] result = workspace.floats(codes.size());
    workspace
        .kernels()
        .dequantize(
            codes.bytes(),
            codes.offset(),
            parameters.unsigned(),
            result,
            0,
            codes.size(),
            1f,
            parameters.zeroPoint());
    return result;
  }
}
