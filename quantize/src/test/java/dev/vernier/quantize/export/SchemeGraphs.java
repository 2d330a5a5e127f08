package dev.vernier.quantize.export;

import dev.vernier.onnx.OnnxModel;
import dev.vernier.quantize.TestGraph;

/** Models that hold every weighted operator, for tests of number formats. */
final class SchemeGraphs {

  private SchemeGraphs() {}

  /**
   * Convolutions, one of them depthwise and one transposed, a residual, a scalar factor, a product
   * with a weight of 72 rows (not a multiple of the usual blocks) and a Gemm; input [1, 3, 16, 16],
   * ten outputs.
   */
  static OnnxModel mixed() {
    TestGraph g = new TestGraph(11).input("image", 1, 3, 16, 16);
    g.convolution("stem", "image", 3, 16, 3, 1, 2).node("Relu", "stem_act", "stem");
    g.convolution("depth", "stem_act", 16, 16, 3, 16, 1);
    g.convolution("point", "depth", 16, 16, 1, 1, 1).node("Add", "sum", "point stem_act");
    g.scalar("factor", 0.7f).node("Mul", "scaled", "sum factor");
    g.normal("up_w", 0.2, 16, 8, 2, 2);
    g.node("ConvTranspose", "up", "scaled up_w", "strides", new long[] {2, 2});
    g.convolution("last", "up", 8, 18, 3, 1, 4).node("Relu", "last_act", "last");
    g.node(
        "MaxPool",
        "pooled",
        "last_act",
        "kernel_shape",
        new long[] {2, 2},
        "strides",
        new long[] {2, 2});
    g.longs("rows", 1, 72).node("Reshape", "flat", "pooled rows");
    g.normal("product_w", 0.2, 72, 40).node("MatMul", "product", "flat product_w");
    g.node("Relu", "product_act", "product");
    g.normal("fc_w", 0.2, 10, 40).normal("fc_b", 0.1, 10);
    g.node("Gemm", "logits", "product_act fc_w fc_b", "transB", 1);
    return g.output("logits").model();
  }
}
