package dev.vernier.pipeline.refine;

import dev.vernier.onnx.Node;
import java.util.Arrays;

/**
 * How a Conv, Gemm or MatMul with a constant weight is a product of matrices: at each position a
 * group of {@code outputs} sums runs over {@code inputs} values.
 *
 * @param kernel extents of a convolution's window; empty for a product of matrices
 * @param columns whether the weight is stored inputs first, as a right operand is
 */
record LayerShape(Node node, int[] kernel, int groups, int inputs, int outputs, boolean columns) {

  /** The shape of a layer whose weight has these dimensions. */
  static LayerShape of(Node node, long[] weight) {
    if (node.is("Conv")) {
      int groups = (int) node.intAttribute("group", 1);
      int[] kernel = Arrays.stream(weight).skip(2).mapToInt(Math::toIntExact).toArray();
      int inputs = Math.toIntExact(Arrays.stream(weight).skip(1).reduce(1, (a, b) -> a * b));
      return new LayerShape(node, kernel, groups, inputs, (int) weight[0] / groups, false);
    }
    boolean columns = node.intAttribute("transB", 0) == 0;
    int inputs = (int) weight[columns ? 0 : 1];
    return new LayerShape(node, new int[0], 1, inputs, (int) weight[columns ? 1 : 0], columns);
  }

  boolean isConvolution() {
    return kernel.length > 0;
  }

  /** Where an element of the weight is stored. */
  int index(int group, int output, int input) {
    return columns ? input * outputs + output : (group * outputs + output) * inputs + input;
  }
}
