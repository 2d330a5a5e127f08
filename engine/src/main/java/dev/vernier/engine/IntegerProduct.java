package dev.vernier.engine;

import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Conv, Gemm or MatMul on 8-bit codes, with the results of ONNX Runtime's integer kernels: the
 * exact integer sum of products of codes less their zero points, plus the bias, converted to float,
 * multiplied by {@code inScale * weightScale / outScale}, rounded half to even.
 *
 * <p>The integers are held in floats and multiplied by the float operator, which is exact while
 * every partial sum stays below 2^24; weights that could exceed it come in several parts whose sums
 * are added as integers. (Two operands that both come at run time are not split: beyond a depth of
 * 258 a sum may round in its last bit.) Output 0 is the codes (or, without output quantization, the
 * numbers); output 1 is the numbers that the codes stand for.
 */
final class IntegerProduct implements Operator {
  private final IntegerWeights weights;
  private final List<Operator> products;
  private final CodeParameters in;
  private final CodeParameters in2;
  private final CodeParameters out;
  private final float[] multipliers;
  private final Activation activation;
  private final boolean channelsFirst;

  /**
   * @param products the float operator, prepared or not, one for each part of the weights
   * @param in2 parameters of the second operand if it is not a constant, otherwise null
   * @param out null for a float result
   * @param multipliers one a channel of the result, or one for all
   */
  IntegerProduct(
      IntegerWeights weights,
      List<Operator> products,
      CodeParameters in,
      CodeParameters in2,
      CodeParameters out,
      float[] multipliers,
      Activation activation,
      boolean channelsFirst) {
    this.weights = weights;
    this.products = List.copyOf(products);
    this.in = in;
    this.in2 = in2;
    this.out = out;
    this.multipliers = multipliers;
    this.activation = activation;
    this.channelsFirst = channelsFirst;
  }

  IntegerWeights weights() {
    return weights;
  }

  CodeParameters in() {
    return in;
  }

  CodeParameters out() {
    return out;
  }

  float[] multipliers() {
    return multipliers;
  }

  Activation activation() {
    return activation;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact product = products.get(0).infer(operands(inputs, 0)).get(0);
    return List.of(out == null ? product : product.withType(out.type()), product);
  }

  private List<TensorFact> operands(List<TensorFact> inputs, int part) {
    List<TensorFact> operands = new ArrayList<>();
    operands.add(asFloat(inputs.get(0)));
    if (in2 != null) {
      operands.add(asFloat(inputs.get(1)));
      return operands;
    }
    operands.add(TensorFact.constant(weights.parts().get(part)));
    if (weights.biasInProduct() != null) {
      operands.add(TensorFact.constant(weights.biasInProduct()));
    }
    return operands;
  }

  private static TensorFact asFloat(TensorFact codes) {
    return new TensorFact(DataType.FLOAT, codes.dims(), null);
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    List<Operator> ready = new ArrayList<>();
    for (int part = 0; part < products.size(); part++) {
      ready.add(products.get(part).prepare(operands(inputs, part), prepared));
    }
    return new IntegerProduct(weights, ready, in, in2, out, multipliers, activation, channelsFirst);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    List<TensorFact> operands = operands(inputs, 0);
    boolean[] carries = Arrays.copyOf(inputCarries, operands.size());
    boolean proven =
        products.get(0).carriesSampleAxis(carries, operands, List.of(outputs.get(0)))[0];
    return new boolean[] {proven, proven};
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    int[] dims = (outputs[0] != null ? outputs[0] : outputs[1]).dims();
    Tensor x = codes(inputs[0], in, workspace);
    Tensor second = in2 == null ? null : codes(inputs[1], in2, workspace);
    Tensor sum = scratch(workspace, dims);
    if (weights.sumsOutside()) {
      addParts(x, sum, workspace);
    } else {
      evalPart(0, x, second, sum, workspace);
    }
    scale(sum, workspace.kernels());
    store(sum, outputs, workspace.kernels());
  }

  private static Tensor scratch(Workspace workspace, int[] dims) {
    return Tensor.wrap(DataType.FLOAT, workspace.floats(Dims.size(dims)), 0, dims);
  }

  private static Tensor codes(Tensor codes, CodeParameters parameters, Workspace workspace) {
    Tensor result = scratch(workspace, codes.dims());
    workspace
        .kernels()
        .dequantize(
            codes.bytes(),
            codes.offset(),
            parameters.unsigned(),
            result.floats(),
            0,
            codes.size(),
            1f,
            parameters.zeroPoint());
    return result;
  }

  private void evalPart(int part, Tensor x, Tensor second, Tensor sum, Workspace workspace) {
    Tensor bias = weights.biasInProduct();
    Tensor other = second != null ? second : weights.parts().get(part);
    Tensor[] operands = bias == null ? new Tensor[] {x, other} : new Tensor[] {x, other, bias};
    products.get(part).eval(operands, new Tensor[] {sum}, workspace);
  }

  private void addParts(Tensor x, Tensor sum, Workspace workspace) {
    int n = sum.size();
    int[] total = workspace.ints(n);
    fillBias(total, sum);
    for (int part = 0; part < products.size(); part++) {
      evalPart(part, x, null, sum, workspace);
      ExactSums.add(sum.floats(), 0, total, 0, n);
    }
    ExactSums.toFloats(total, 0, sum.floats(), 0, n);
  }

  private void fillBias(int[] total, Tensor sum) {
    int[] bias = weights.bias();
    int channels = channelsFirst ? sum.dim(1) : sum.dim(-1);
    int inner = channelsFirst ? sum.size() / sum.dim(0) / channels : 1;
    for (int i = 0; i < sum.size(); i++) {
      total[i] = bias == null ? 0 : bias[i / inner % channels];
    }
  }

  /** Multiplies each channel by its factor and applies the activation, in units of the output. */
  private void scale(Tensor sum, Kernels kernels) {
    float[] y = sum.floats();
    if (multipliers.length == 1) {
      kernels.mulScalar(y, 0, multipliers[0], y, 0, sum.size());
    } else if (channelsFirst) {
      int inner = sum.size() / sum.dim(0) / multipliers.length;
      for (int row = 0; row < sum.dim(0) * multipliers.length; row++) {
        kernels.mulScalar(
            y, row * inner, multipliers[row % multipliers.length], y, row * inner, inner);
      }
    } else {
      kernels.mulRow(
          y, 0, multipliers, 0, y, 0, sum.size() / multipliers.length, multipliers.length);
    }
    if (!activation.equals(Activation.NONE)) {
      float unit = out == null ? 1f : out.scale();
      kernels.clip(y, 0, y, 0, sum.size(), activation.low() / unit, activation.high() / unit);
    }
  }

  private void store(Tensor values, Tensor[] outputs, Kernels kernels) {
    int n = values.size();
    if (out == null) {
      outputs[0].set(values);
      return;
    }
    if (outputs[0] != null) {
      kernels.quantize(
          values.floats(),
          0,
          outputs[0].bytes(),
          outputs[0].offset(),
          n,
          1f,
          out.zeroPoint(),
          out.low(),
          out.high());
    }
    if (outputs.length > 1 && outputs[1] != null) {
      kernels.fakeQuantize(
          values.floats(), 0, values.floats(), 0, n, 1f, out.zeroPoint(), out.low(), out.high());
      kernels.mulScalar(
          values.floats(), 0, out.scale(), outputs[1].floats(), outputs[1].offset(), n);
    }
  }
}
