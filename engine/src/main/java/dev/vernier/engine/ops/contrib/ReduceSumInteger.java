package dev.vernier.engine.ops.contrib;

import dev.vernier.engine.CompositeOperator;
import dev.vernier.engine.Expansion;
import dev.vernier.engine.NodeContext;
import dev.vernier.onnx.Attribute;
import dev.vernier.onnx.DataType;
import java.util.Map;

/** Sums of 8-bit integers along axes, as INT32. */
final class ReduceSumInteger extends CompositeOperator {
  private final long[] axes;
  private final long keepDims;

  ReduceSumInteger(NodeContext context) {
    axes = context.node().intsAttribute("axes");
    keepDims = context.node().intAttribute("keepdims", 1);
  }

  @Override
  public void expand(Expansion to) {
    String x = IntegerSums.cast(to, DataType.INT32, to.input(0));
    Map<String, Attribute> keep = Map.of("keepdims", Attribute.of(keepDims));
    to.result(0, to.add("ReduceSum", keep, x, to.longs(axes)));
  }
}
