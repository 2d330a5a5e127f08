package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/** Joins the tensors of a sequence along one of their axes, or along a new one. */
final class ConcatFromSequence implements ValueOperator {
  private final long axisAttribute;
  private final boolean newAxis;

  ConcatFromSequence(NodeContext context) {
    axisAttribute = context.node().intAttribute("axis", 0);
    newAxis = context.node().intAttribute("new_axis", 0) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(TensorFact.unknown(DataType.UNDEFINED));
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    List<Tensor> elements = Sequences.of(inputs[0]).elements();
    if (elements.isEmpty()) {
      throw new IllegalArgumentException("an empty sequence cannot be joined");
    }
    int axis = Dims.axis(axisAttribute, elements.get(0).rank() + (newAxis ? 1 : 0));
    List<Tensor> parts =
        newAxis
            ? elements.stream().map(t -> t.reshaped(Shapes.insert(t.dims(), axis, 1))).toList()
            : elements;
    return new Value[] {joined(parts, axis, workspace)};
  }

  private static Tensor joined(List<Tensor> parts, int axis, Workspace workspace) {
    int[] first = parts.get(0).dims();
    int whole = 0;
    for (Tensor part : parts) {
      if (!Arrays.equals(first, part.rank() == first.length ? like(part, axis, first) : null)) {
        throw new IllegalArgumentException(
            "tensors " + parts.get(0) + " and " + part + " cannot be joined along axis " + axis);
      }
      whole = Math.addExact(whole, part.dim(axis));
    }
    Tensor all = workspace.allocate(parts.get(0).type(), Shapes.with(first, axis, whole));
    int outer = Shapes.product(first, 0, axis);
    int inner = Shapes.product(first, axis + 1, first.length);
    int start = 0;
    for (Tensor part : parts) {
      int length = part.dim(axis) * inner;
      for (int o = 0; o < outer; o++) {
        Copies.run(part, o * length, all, o * whole * inner + start, length);
      }
      start += length;
    }
    return all;
  }

  private static int[] like(Tensor part, int axis, int... dims) {
    return Shapes.with(part.dims(), axis, dims[axis]);
  }
}
