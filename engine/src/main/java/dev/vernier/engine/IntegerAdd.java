package dev.vernier.engine;

import dev.vernier.kernels.CodeSum;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Add on 8-bit codes with the arithmetic of ONNX Runtime's integer kernel on x86: with {@code ra =
 * scaleA / scaleOut}, {@code rb} likewise and {@code fixed = zeroOut - fma(ra, zeroA, rb zeroB)}
 * (its compiler contracts the first product), the result is {@code fma(a, ra, fma(b, rb, fixed))},
 * rounded half to even and saturated. Output 0 is the codes, output 1 the numbers they stand for.
 */
final class IntegerAdd implements Operator {
  private final FloatTwin twin;
  private final CodeParameters a;
  private final CodeParameters b;
  private final CodeParameters out;
  private final Activation activation;
  private final float ratioA;
  private final float ratioB;
  private final float fixed;

  /**
   * @param add the float operator, which knows shapes and broadcasting
   */
  IntegerAdd(
      Operator add, CodeParameters a, CodeParameters b, CodeParameters out, Activation activation) {
    this.twin = new FloatTwin(add);
    this.a = a;
    this.b = b;
    this.out = out;
    this.activation = activation;
    this.ratioA = a.scale() / out.scale();
    this.ratioB = b.scale() / out.scale();
    this.fixed = out.zeroPoint() - Math.fma(ratioA, a.zeroPoint(), ratioB * b.zeroPoint());
  }

  CodeParameters in(int operand) {
    return operand == 0 ? a : b;
  }

  CodeParameters out() {
    return out;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact sum = twin.infer(inputs);
    return List.of(sum.withType(out.type()), sum);
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
    Kernels kernels = workspace.kernels();
    float[] rounded = workspace.floats(any.size());
    if (Arrays.equals(inputs[0].dimsInternal(), inputs[1].dimsInternal())) {
      float[] x = raw(inputs[0], a, workspace).floats();
      float[] y = raw(inputs[1], b, workspace).floats();
      sum(x, y, rounded, any.size(), kernels);
    } else {
      broadcast(inputs, any, rounded, workspace);
    }
    if (outputs[0] != null) {
      quantize(rounded, outputs[0], kernels);
    }
    if (outputs.length > 1 && outputs[1] != null) {
      dequantize(rounded, outputs[1], kernels);
    }
  }

  private static Tensor raw(Tensor codes, CodeParameters parameters, Workspace workspace) {
    return FloatTwin.widen(codes, parameters.unsigned(), 0, workspace);
  }

  /** Codes of the sum, as floats, from codes as floats. */
  private void sum(float[] x, float[] z, float[] y, int n, Kernels kernels) {
    kernels.addCodes(x, 0, z, 0, y, 0, n, sum(0, 0, 0));
  }

  /** The sum of codes less their zero points, less its own. */
  CodeSum sumLessZeros() {
    return sum(a.zeroPoint(), b.zeroPoint(), out.zeroPoint());
  }

  /** The bounds of a clip are rounded as its result would be. */
  private CodeSum sum(int zeroA, int zeroB, int zeroOut) {
    float low = out.low();
    float high = out.high();
    if (!activation.equals(Activation.NONE)) {
      float least = (float) Math.rint(activation.low() / out.scale() + out.zeroPoint());
      float most = (float) Math.rint(activation.high() / out.scale() + out.zeroPoint());
      low = Math.min(Math.max(low, least), high);
      high = Math.max(Math.min(high, most), low);
    }
    return new CodeSum(zeroA, zeroB, ratioA, ratioB, fixed, low, high, zeroOut);
  }

  /** Shapes differ: each operand takes the result's shape by the addition of zeros. */
  private void broadcast(Tensor[] inputs, Tensor any, float[] rounded, Workspace workspace) {
    float[] x = workspace.floats(any.size());
    float[] y = workspace.floats(any.size());
    Tensor left = raw(inputs[0], a, workspace);
    Tensor right = raw(inputs[1], b, workspace);
    expand(left, zeros(right, workspace), x, any, workspace);
    expand(zeros(left, workspace), right, y, any, workspace);
    sum(x, y, rounded, any.size(), workspace.kernels());
  }

  private void expand(Tensor x, Tensor y, float[] to, Tensor like, Workspace workspace) {
    Tensor sum = Tensor.wrap(DataType.FLOAT, to, 0, like.dims());
    twin.operator().eval(new Tensor[] {x, y}, new Tensor[] {sum}, workspace);
  }

  private static Tensor zeros(Tensor like, Workspace workspace) {
    float[] values = workspace.floats(like.size());
    Arrays.fill(values, 0, like.size(), 0f);
    return Tensor.wrap(DataType.FLOAT, values, 0, like.dims());
  }

  private void quantize(float[] rounded, Tensor codes, Kernels kernels) {
    kernels.quantize(
        rounded, 0, codes.bytes(), codes.offset(), codes.size(), 1f, 0, out.low(), out.high());
  }

  private void dequantize(float[] rounded, Tensor numbers, Kernels kernels) {
    kernels.addScalar(rounded, 0, -out.zeroPoint(), rounded, 0, numbers.size());
    kernels.mulScalar(rounded, 0, out.scale(), numbers.floats(), numbers.offset(), numbers.size());
  }
}
