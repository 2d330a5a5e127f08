package dev.vernier.engine;

import dev.vernier.engine.ops.common.ExactSums;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.onnx.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Exact sums of products of codes less their zero point, held in floats, and constant integer
 * weights, by a float operator (Conv, Gemm or MatMul). It is exact while every partial sum stays
 * within 2^24; weights that could exceed it come in several parts whose sums are added as integers
 * and rounded to a float once.
 */
final class WeightedSums {
  private final IntegerWeights weights;
  private final List<Operator> products;
  private final boolean channelsFirst;

  /**
   * @param products the float operator, prepared or not, one for each part of the weights
   * @param channelsFirst whether channels are on axis 1, not the last
   */
  private WeightedSums(IntegerWeights weights, List<Operator> products, boolean channelsFirst) {
    this.weights = weights;
    this.products = List.copyOf(products);
    this.channelsFirst = channelsFirst;
  }

  /** Sums by a float operator; {@code channelsFirst} if channels are on axis 1, not the last. */
  static WeightedSums of(IntegerWeights weights, Operator operator, boolean channelsFirst) {
    List<Operator> products = new ArrayList<>();
    weights.parts().forEach(part -> products.add(operator.exact()));
    return new WeightedSums(weights, products, channelsFirst);
  }

  IntegerWeights weights() {
    return weights;
  }

  boolean channelsFirst() {
    return channelsFirst;
  }

  /** Floats of the shape of the sums. */
  TensorFact infer(TensorFact x) {
    if (!x.hasDims()) {
      return TensorFact.unknown(DataType.FLOAT);
    }
    Require.rank(List.of(x), 0, channelsFirst ? 2 : 1, Integer.MAX_VALUE);
    return products.get(0).infer(operands(x, 0)).get(0);
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

  WeightedSums prepare(TensorFact x, PreparedWeights prepared) {
    List<Operator> ready = new ArrayList<>();
    for (int part = 0; part < products.size(); part++) {
      ready.add(products.get(part).prepare(operands(x, part), prepared));
    }
    return new WeightedSums(weights, ready, channelsFirst);
  }

  /** As {@link Operator#carriesSampleAxis}, for the sums. */
  boolean carriesSampleAxis(boolean[] inputCarries, TensorFact x, TensorFact output) {
    List<TensorFact> operands = operands(x, 0);
    boolean[] carries = Arrays.copyOf(inputCarries, operands.size());
    return products.get(0).carriesSampleAxis(carries, operands, List.of(output))[0];
  }

  /** Writes the sums, with the integer bias if there is one. */
  void eval(Tensor x, Tensor sum, Workspace workspace) {
    if (weights.sumsOutside()) {
      addParts(x, sum, workspace);
    } else {
      evalPart(0, x, sum, workspace);
    }
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
      ExactSums.add(sum.floats(), sum.offset(), total, 0, n);
    }
    ExactSums.toFloats(total, 0, sum.floats(), sum.offset(), n);
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
    IntegerWeights.slice(
        x.floats(), x.offset(), outer, length, inner, part.from(), part.to(), room);
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
}
