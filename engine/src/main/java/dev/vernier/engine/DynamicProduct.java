package dev.vernier.engine;

import dev.vernier.kernels.Kernels;
import java.util.List;

/**
 * ConvInteger or MatMulInteger of {@link DynamicCodes} and constant weights, then Cast, Mul by the
 * scales and perhaps Add of a bias: {@code sum * (scale * weightScale) + bias}, every operation
 * rounded. Inputs are the codes and their {@link DynamicRange}.
 */
final class DynamicProduct implements Operator {
  private final WeightedSums sums;
  private final float[] weightScales;
  private final float[] bias;

  /**
   * A product.
   *
   * @param weightScales one a channel of the result
   * @param bias one a channel; -0.0, which added changes nothing, where there is none
   */
  DynamicProduct(WeightedSums sums, float[] weightScales, float[] bias) {
    this.sums = sums;
    this.weightScales = weightScales;
    this.bias = bias;
  }

  IntegerWeights weights() {
    return sums.weights();
  }

  /** Floats added to the channels' products. */
  float[] bias() {
    return bias;
  }

  /** Terms of each sum. */
  int terms() {
    int terms = 0;
    for (IntegerWeights.Part part : weights().parts()) {
      terms += part.weights().size() / channels();
    }
    return terms;
  }

  int channels() {
    return bias.length;
  }

  /** Writes what the sums of each channel are multiplied by. */
  void factors(Tensor range, float[] factors) {
    float scale = DynamicRange.scale(range);
    for (int c = 0; c < weightScales.length; c++) {
      factors[c] = scale * weightScales[c];
    }
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(sums.infer(inputs.get(0)));
  }

  @Override
  public Operator prepare(List<TensorFact> inputs, PreparedWeights prepared) {
    return new DynamicProduct(sums.prepare(inputs.get(0), prepared), weightScales, bias);
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor y = outputs[0];
    sums.eval(inputs[0], y, workspace);
    float[] factors = workspace.floats(channels());
    factors(inputs[1], factors);
    Kernels kernels = workspace.kernels();
    if (sums.channelsFirst()) {
      rescalePlanes(y, factors, kernels);
    } else {
      rescaleRows(y, factors, kernels);
    }
  }

  private void rescaleRows(Tensor y, float[] factors, Kernels kernels) {
    float[] data = y.floats();
    int at = y.offset();
    int n = channels();
    float low = Float.NEGATIVE_INFINITY;
    float high = Float.POSITIVE_INFINITY;
    kernels.rescale(data, at, factors, bias, 0, data, at, y.size() / n, n, n, low, high);
  }

  private void rescalePlanes(Tensor y, float[] factors, Kernels kernels) {
    float[] data = y.floats();
    int plane = y.size() / y.dim(0) / channels();
    for (int i = 0; i < y.dim(0) * channels(); i++) {
      int at = y.offset() + i * plane;
      kernels.mulScalar(data, at, factors[i % channels()], data, at, plane);
      kernels.addScalar(data, at, bias[i % channels()], data, at, plane);
    }
  }
}
