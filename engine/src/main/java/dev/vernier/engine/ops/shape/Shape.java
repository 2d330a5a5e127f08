package dev.vernier.engine.ops.shape;

import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** The dimensions of a tensor, or those in [start, end). */
final class Shape implements Operator {
  private final long start;
  private final long end;

  Shape(NodeContext context) {
    start = context.node().intAttribute("start", 0);
    end = context.node().intAttribute("end", Integer.MAX_VALUE);
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    return List.of(
        x.hasDims() ? TensorFact.constant(select(x.dims())) : TensorFact.unknown(DataType.INT64));
  }

  private Tensor select(int[] dims) {
    int from = clamp(start, dims.length);
    int to = Math.max(from, clamp(end, dims.length));
    return Tensor.of(Shapes.toLongs(Arrays.copyOfRange(dims, from, to)), to - from);
  }

  private static int clamp(long position, int rank) {
    return (int) Math.max(0, Math.min(rank, position < 0 ? position + rank : position));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    outputs[0].set(select(inputs[0].dims()));
  }
}
