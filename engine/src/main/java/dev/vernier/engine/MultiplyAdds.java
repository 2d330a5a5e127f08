package dev.vernier.engine;

import java.util.List;

/** Counts the multiplications of convolutions and matrix products, by their definition. */
final class MultiplyAdds {
  private MultiplyAdds() {}

  /** Of one node; 0 if it is neither, or if shapes depend on data. */
  static long of(ProgramNode node, List<TensorFact> inputs, TensorFact output) {
    if (output == null || output.dims() == null || inputs.size() < 2) {
      return 0;
    }
    int[] first = dims(inputs.get(0));
    int[] second = dims(inputs.get(1));
    if (first == null || second == null) {
      return 0;
    }
    long outputs = Dims.size(output.dims());
    if (node.operator() instanceof DynamicProduct product) {
      return outputs * product.terms();
    }
    return switch (node.node().opType()) {
      case "Conv", "FusedConv", "ConvInteger" -> outputs * columns(second);
      case "ConvTranspose" -> (long) Dims.size(first) * columns(second);
      case "MatMul", "FusedMatMul", "MatMulInteger" -> outputs * last(first);
      case "Gemm" -> {
        boolean transposed = node.node().intAttribute("transA", 0) != 0;
        yield outputs * (transposed ? first[0] : last(first));
      }
      default -> 0;
    };
  }

  private static int[] dims(TensorFact fact) {
    return fact == null ? null : fact.dims();
  }

  private static long columns(int[] weights) {
    return (long) Dims.size(weights) / Math.max(1, weights[0]);
  }

  private static int last(int[] dims) {
    return dims.length == 0 ? 1 : dims[dims.length - 1];
  }
}
