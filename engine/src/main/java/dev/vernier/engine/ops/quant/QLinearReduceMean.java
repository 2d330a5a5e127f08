package dev.vernier.engine.ops.quant;

import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import java.util.Map;

/** Mean of a quantized tensor along some axes. */
final class QLinearReduceMean extends QLinearOperator {
  private final long[] axes;
  private final long keepDims;

  QLinearReduceMean(NodeContext context) {
    axes = context.node().intsAttribute("axes");
    keepDims = context.node().intAttribute("keepdims", 1);
  }

  @Override
  public void expand(Expansion to) {
    Map<String, Attribute> keep = Map.of("keepdims", Attribute.of(keepDims));
    quantize(to, to.add("ReduceMean", keep, dequantized(to, 0), to.longs(axes)), 3, 4);
  }
}
