package dev.vernier.engine;

import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Mul on 8-bit codes with the arithmetic of ONNX Runtime's integer kernel on x86
 * (core/mlas/lib/qlmul.cpp): the exact product of the codes less their zero points is multiplied by
 * {@code scaleA * scaleB / scaleOut}, the zero point of the result is added, and the sum is rounded
 * half to even and saturated. Output 0 is the codes, output 1 the numbers they stand for.
 */
final class IntegerMul implements Operator {
  private final FloatTwin twin;
  private final CodeParameters a;
  private final CodeParameters b;
  private final CodeResult result;

  /**
   * @param mul the float operator, which knows shapes and broadcasting
   */
  IntegerMul(Operator mul, CodeParameters a, CodeParameters b, CodeParameters out) {
    this.twin = new FloatTwin(mul);
    this.a = a;
    this.b = b;
    this.result = new CodeResult(out, Activation.NONE);
  }

  CodeParameters in(int operand) {
    return operand == 0 ? a : b;
  }

  CodeParameters out() {
    return result.out();
  }

  /** What the product of codes less their zero points is multiplied with. */
  float factor() {
    return result.multiplier(a.scale(), b.scale());
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return result.facts(twin.infer(inputs));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    return twin.carriesSampleAxis(inputCarries, inputs, outputs);
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor any = outputs[0] != null ? outputs[0] : outputs[1];
    int n = any.size();
    float[] y = workspace.floats(n);
    // Products of two 9-bit integers are exact as floats.
    twin.operator()
        .eval(
            new Tensor[] {integers(inputs[0], a, workspace), integers(inputs[1], b, workspace)},
            new Tensor[] {Tensor.wrap(DataType.FLOAT, y, 0, any.dims())},
            workspace);
    Kernels kernels = workspace.kernels();
    CodeParameters out = result.out();
    kernels.mulScalar(y, 0, factor(), y, 0, n);
    kernels.addScalar(y, 0, out.zeroPoint(), y, 0, n);
    kernels.fakeQuantize(y, 0, y, 0, n, 1f, 0, out.low(), out.high());
    kernels.addScalar(y, 0, -out.zeroPoint(), y, 0, n);
    result.store(y, outputs, kernels);
  }

  private static Tensor integers(Tensor codes, CodeParameters p, Workspace workspace) {
    return FloatTwin.widen(codes, p.unsigned(), p.zeroPoint(), workspace);
  }
}
