package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Graph;
import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;

/**
 * The constant weight of a Conv or Gemm with, for each element, the output and the input channel it
 * belongs to.
 *
 * @param inputs number of input channels
 * @param outputs number of output channels
 */
record LayerWeights(
    TensorData weight, int inputs, int outputs, IntUnaryOperator input, IntUnaryOperator output) {

  /** Those of a node; empty for any other operator, and where the weight is not constant. */
  static Optional<LayerWeights> of(Node node, Graph graph) {
    return of(node, graph::initializer);
  }

  /** Those of a MatMul by a constant matrix; empty for any other node. */
  static Optional<LayerWeights> ofProduct(Node node, Graph graph) {
    return ofProduct(node, graph::initializer);
  }

  /** Those of a MatMul by a constant matrix; empty for any other node. */
  static Optional<LayerWeights> ofProduct(
      Node node, Function<String, Optional<TensorData>> constants) {
    return floats(node, constants)
        .filter(weight -> node.is("MatMul") && weight.rank() == 2)
        .map(weight -> product(weight, false));
  }

  private static Optional<TensorData> floats(
      Node node, Function<String, Optional<TensorData>> constants) {
    return constants.apply(node.input(1)).filter(data -> data.type() == DataType.FLOAT);
  }

  /** Those of a node; empty for any other operator, and where the weight is not constant. */
  static Optional<LayerWeights> of(Node node, Function<String, Optional<TensorData>> constants) {
    Optional<TensorData> weight = floats(node, constants);
    if (weight.isEmpty()) {
      return Optional.empty();
    }
    if (node.is("Conv")) {
      return Optional.of(convolution(weight.get(), (int) node.intAttribute("group", 1)));
    }
    boolean plain =
        node.is("Gemm")
            && node.intAttribute("transA", 0) == 0
            && node.floatAttribute("alpha", 1f) == 1f
            && (!node.hasInput(2) || node.floatAttribute("beta", 1f) == 1f);
    return plain
        ? Optional.of(product(weight.get(), node.intAttribute("transB", 0) != 0))
        : Optional.empty();
  }

  private static LayerWeights convolution(TensorData weight, int groups) {
    int outputs = (int) weight.dims()[0];
    int perGroup = (int) weight.dims()[1];
    int inner = (int) (weight.elementCount() / Math.max(1, (long) outputs * perGroup));
    int outputsOfGroup = outputs / groups;
    return new LayerWeights(
        weight,
        perGroup * groups,
        outputs,
        e -> e / (perGroup * inner) / outputsOfGroup * perGroup + e / inner % perGroup,
        e -> e / (perGroup * inner));
  }

  private static LayerWeights product(TensorData weight, boolean transposed) {
    int rows = (int) weight.dims()[0];
    int columns = (int) weight.dims()[1];
    IntUnaryOperator row = e -> e / columns;
    IntUnaryOperator column = e -> e % columns;
    return transposed
        ? new LayerWeights(weight, columns, rows, column, row)
        : new LayerWeights(weight, rows, columns, row, column);
  }

  /** Largest magnitude among the elements of each input channel. */
  double[] inputRanges(float[] values) {
    return ranges(values, inputs, input);
  }

  /** Largest magnitude among the elements of each output channel. */
  double[] outputRanges(float[] values) {
    return ranges(values, outputs, output);
  }

  private static double[] ranges(float[] values, int channels, IntUnaryOperator channel) {
    double[] ranges = new double[channels];
    for (int e = 0; e < values.length; e++) {
      int c = channel.applyAsInt(e);
      ranges[c] = Math.max(ranges[c], Math.abs((double) values[e]));
    }
    return ranges;
  }

  /** Multiplies the elements of each input channel. */
  void scaleInputs(float[] values, double[] factors) {
    for (int e = 0; e < values.length; e++) {
      values[e] = (float) (values[e] * factors[input.applyAsInt(e)]);
    }
  }

  /** What each output gains if each input channel holds a constant, everywhere. */
  double[] outputsOf(float[] values, double[] constants) {
    double[] sums = new double[outputs];
    for (int e = 0; e < values.length; e++) {
      sums[output.applyAsInt(e)] += values[e] * constants[input.applyAsInt(e)];
    }
    return sums;
  }

  /** Multiplies the elements of each output channel. */
  void scaleOutputs(float[] values, double[] factors) {
    for (int e = 0; e < values.length; e++) {
      values[e] = (float) (values[e] * factors[output.applyAsInt(e)]);
    }
  }
}
