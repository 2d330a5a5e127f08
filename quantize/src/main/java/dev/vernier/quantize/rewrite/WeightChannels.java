package dev.vernier.quantize.rewrite;

import dev.vernier.onnx.Node;
import dev.vernier.onnx.TensorData;

/**
 * Where the output channels are in a weight: element {@code i} belongs to channel {@code (i /
 * block) % perGroup + perGroup * group(i)}.
 *
 * @param count number of output channels
 * @param perGroup output channels of one group
 * @param block elements of the axes after the output channel
 * @param groupBlock elements of one group where groups share the output axis, else all elements
 * @param trailing axes of the result after its channel axis
 */
record WeightChannels(int count, int perGroup, int block, long groupBlock, int trailing) {

  static WeightChannels of(Node node, TensorData weight) {
    long[] dims = weight.dims();
    return switch (node.opType()) {
      case "Gemm" -> {
        boolean rows = node.intAttribute("transB", 0) != 0;
        int count = (int) dims[rows ? 0 : 1];
        yield new WeightChannels(count, count, rows ? (int) dims[1] : 1, weight.elementCount(), 0);
      }
      case "ConvTranspose" -> {
        int groups = (int) node.intAttribute("group", 1);
        int perGroup = (int) dims[1];
        long all = weight.elementCount();
        yield new WeightChannels(
            perGroup * groups, perGroup, product(dims, 2), all / groups, dims.length - 2);
      }
      default -> {
        int count = (int) dims[0];
        yield new WeightChannels(
            count, count, product(dims, 1), weight.elementCount(), dims.length - 2);
      }
    };
  }

  private static int product(long[] dims, int from) {
    long product = 1;
    for (int i = from; i < dims.length; i++) {
      product *= dims[i];
    }
    return Math.toIntExact(product);
  }

  float[] scaled(float[] weight, double[] scale) {
    float[] result = new float[weight.length];
    for (int i = 0; i < result.length; i++) {
      int channel = (i / block) % perGroup + perGroup * (int) (i / groupBlock);
      result[i] = (float) (weight[i] * scale[channel]);
    }
    return result;
  }
}
