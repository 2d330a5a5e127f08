package dev.vernier.engine;

import dev.vernier.engine.ops.common.ExactSums;
import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Conv, Gemm or MatMul of 8-bit codes and constant weights, with the results of ONNX Runtime's
 * integer kernels: the exact integer sum of products of codes less their zero points, plus the
 * bias, converted to float, multiplied by {@code inScale * weightScale / outScale}, rounded half to
 * even.
 *
 * <p>The integers are held in floats and multiplied by the float operator, which is exact while
 * every partial sum stays within 2^24; weights that could exceed it come in several parts whose
 * sums are added as integers. Output 0 is the codes (or, without output quantization, the numbers);
 * output 1 is the numbers that the codes stand for.
 */
final class IntegerProduct implements Operator {
  private final IntegerWeights weights;
  private final List<Operator> products;
  private final CodeParameters in;
  private final CodeResult result;
  private final float[] multipliers;
  private final boolean channelsFirst;

  /**
   * @param products the float operator, prepared or not, one for each part of the weights
   * @param multipliers one a channel of the result, or one for all
   */
  IntegerProduct(
      IntegerWeights weights,
      List<Operator> products,
      CodeParameters in,
      CodeResult result,
      float[] multipliers,
      boolean channelsFirst) {
    this.weights = weights;
    this.products = List.copyOf(products);
    this.in = in;
    this.result = result;
    this.multipliers = multipliers;
    this.channelsFirst = channelsFirst;
  }

  IntegerWeights weights() {
    return weights;
  }

  CodeParameters in() {
    return in;
  }

  CodeParameters out() {
    return result.out();
  }

  float[] multipliers() {
    return multipliers;
  }

  Activation activation() {
    return result.activation();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    if (!x.hasDims()) {
      return result.facts(TensorFact.unknown(DataType.FLOAT));
    }
    return result.facts(products.get(0).infer(operands(x, 0)).get(0));
  }

  /** What the float operator is given for a part. */
  private List<TensorFact> operands(TensorFact x, int part) {
    IntegerWeights.Part share = weights.parts().get(part);
    int[] dims = x.hasDims() ? x.dims().clone() : null;
    if (dims != null) {
      dims[channelsFirst ? 1 : dims.length - 1] -= channels() - (share.to() - share.from());
    }
    List<TensorFact> operands = new ArrayList<>();
    operands.add(new TensorFact(DataType.FLOAT, dims, null));
    operands.add(TensorFact.constant(share.weights()));
    if (weights.biasInProduct() != null) {
      operands.add(TensorFact.constant(weights.biasInProduct()));
    }
    return operands;
  }

  /** Input channels that all parts cover together. */
  private int channels() {
    return weights.parts().get(weights.parts().size() - 1).to();
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    List<Operator> ready = new ArrayList<>();
    for (int part = 0; part < products.size(); part++) {
      ready.add(products.get(part).prepare(operands(inputs.get(0), part), prepared));
    }
    return new IntegerProduct(weights, ready, in, result, multipliers, channelsFirst);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    List<TensorFact> operands = operands(inputs.get(0), 0);
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
    Tensor x = codes(inputs[0], workspace);
    Tensor sum = scratch(workspace, dims);
    if (weights.sumsOutside()) {
      addParts(x, sum, workspace);
    } else {
      evalPart(0, x, sum, workspace);
    }
    scale(sum, workspace.kernels());
    result.store(sum.floats(), outputs, workspace.kernels());
  }

  private static Tensor scratch(Workspace workspace, int[] dims) {
    return Tensor.wrap(DataType.FLOAT, workspace.floats(Dims.size(dims)), 0, dims);
  }

  private Tensor codes(Tensor codes, Workspace workspace) {
    Tensor values = scratch(workspace, codes.dims());
    workspace
        .kernels()
        .dequantize(
            codes.bytes(),
            codes.offset(),
            in.unsigned(),
            values.floats(),
            0,
            codes.size(),
            1f,
            in.zeroPoint());
    return values;
  }

  private void evalPart(int part, Tensor x, Tensor sum, Workspace workspace) {
    Tensor bias = weights.biasInProduct();
    Tensor share = weights.parts().get(part).weights();
    Tensor[] operands = bias == null ? new Tensor[] {x, share} : new Tensor[] {x, share, bias};
    products.get(part).eval(operands, new Tensor[] {sum}, workspace);
  }

  private void addParts(Tensor x, Tensor sum, Workspace workspace) {
    int n = sum.size();
    int[] total = workspace.ints(n);
    fillBias(total, sum);
    float[] room = workspace.floats(x.size());
    for (int part = 0; part < products.size(); part++) {
      evalPart(part, slice(x, weights.parts().get(part), room), sum, workspace);
      ExactSums.add(sum.floats(), 0, total, 0, n);
    }
    ExactSums.toFloats(total, 0, sum.floats(), 0, n);
  }

  /** The input channels that a part covers. */
  private Tensor slice(Tensor x, IntegerWeights.Part part, float[] room) {
    int[] dims = x.dims();
    int axis = channelsFirst ? 1 : dims.length - 1;
    int length = dims[axis];
    dims[axis] -= channels() - (part.to() - part.from());
    if (dims[axis] == length) {
      return x;
    }
    int inner = Dims.strides(x.dims())[axis];
    int outer = x.size() / inner / length;
    IntegerWeights.slice(x.floats(), 0, outer, length, inner, part.from(), part.to(), room);
    return Tensor.wrap(DataType.FLOAT, room, 0, dims);
  }

  private void fillBias(int[] total, Tensor sum) {
    int[] bias = weights.bias();
    int channels = channelsFirst ? sum.dim(1) : sum.dim(-1);
    int inner = channelsFirst ? sum.size() / sum.dim(0) / channels : 1;
    for (int i = 0; i < sum.size(); i++) {
      total[i] = bias == null ? 0 : bias[i / inner % channels];
    }
  }

  /** Multiplies each channel by its factor into units of the output. */
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
  }
}
