package dev.vernier.engine;

import dev.vernier.kernels.Kernels;
import dev.vernier.onnx.DataType;
import java.util.List;

/**
 * Conv, Gemm or MatMul of 8-bit codes and constant weights, with the results of ONNX Runtime's
 * integer kernels: the exact integer sum of products of codes less their zero points, plus the
 * bias, converted to float, multiplied by {@code inScale * weightScale / outScale}, rounded half to
 * even. Output 0 is the codes (or, without output quantization, the numbers); output 1 is the
 * numbers that the codes stand for.
 */
final class IntegerProduct implements Operator {
  private final WeightedSums sums;
  private final CodeParameters in;
  private final CodeResult result;
  private final float[] multipliers;

  /**
   * @param multipliers one a channel of the result, or one for all
   */
  IntegerProduct(WeightedSums sums, CodeParameters in, CodeResult result, float[] multipliers) {
    this.sums = sums;
    this.in = in;
    this.result = result;
    this.multipliers = multipliers;
  }

  IntegerWeights weights() {
    return sums.weights();
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
    return result.facts(sums.infer(inputs.get(0)));
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    return new IntegerProduct(sums.prepare(inputs.get(0), prepared), in, result, multipliers);
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean proven = sums.carriesSampleAxis(inputCarries, inputs.get(0), outputs.get(0));
    return new boolean[] {proven, proven};
  }

  @Override
  public Tolerance tolerance() {
    return Tolerance.absolute(1);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    int[] dims = (outputs[0] != null ? outputs[0] : outputs[1]).dims();
    Tensor x = FloatTwin.widen(inputs[0], in.unsigned(), in.zeroPoint(), workspace);
    Tensor sum = Tensor.wrap(DataType.FLOAT, workspace.floats(Dims.size(dims)), 0, dims);
    sums.eval(x, sum, workspace);
    scale(sum, workspace.kernels());
    result.store(sum.floats(), outputs, workspace.kernels());
  }

  /** Multiplies each channel by its factor into units of the output. */
  private void scale(Tensor sum, Kernels kernels) {
    float[] y = sum.floats();
    if (multipliers.length == 1) {
      kernels.mulScalar(y, 0, multipliers[0], y, 0, sum.size());
    } else if (sums.channelsFirst()) {
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
