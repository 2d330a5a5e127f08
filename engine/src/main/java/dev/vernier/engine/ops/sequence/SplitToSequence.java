package dev.vernier.engine.ops.sequence;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.SequenceValue;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Value;
import dev.vernier.engine.ValueOperator;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a tensor along an axis into a sequence: into parts of length 1, whose axis may be dropped,
 * or of the length or lengths that input {@code split} gives; the last part may be shorter than one
 * length for all.
 */
final class SplitToSequence implements ValueOperator {
  private final long axisAttribute;
  private final boolean keepsAxis;

  SplitToSequence(NodeContext context) {
    axisAttribute = context.node().intAttribute("axis", 0);
    keepsAxis = context.node().intAttribute("keepdims", 1) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    return List.of(Sequences.UNKNOWN);
  }

  @Override
  public Value[] evalValues(Value[] inputs, Workspace workspace) {
    Tensor x = inputs[0].tensor();
    Value split = Sequences.optional(inputs, 1);
    int axis = Dims.axis(axisAttribute, x.rank());
    List<Tensor> parts = new ArrayList<>();
    int start = 0;
    for (int length : lengths(split == null ? null : split.tensor(), x.dim(axis))) {
      Tensor part = part(x, axis, start, length, workspace);
      boolean drops = split == null && !keepsAxis;
      parts.add(drops ? part.reshaped(Shapes.without(x.dims(), axis)) : part);
      start += length;
    }
    return new Value[] {new SequenceValue(x.type(), parts)};
  }

  private static int[] lengths(Tensor split, int whole) {
    if (split != null && split.rank() > 0) {
      int[] lengths = Dims.ofLongs(split.toLongs());
      if (Arrays.stream(lengths).asLongStream().sum() != whole) {
        throw new IllegalArgumentException(
            "lengths " + Arrays.toString(lengths) + " do not sum to the axis of " + whole);
      }
      return lengths;
    }
    long each = split == null ? 1 : split.longAt(0);
    if (each < 1) {
      throw new IllegalArgumentException("split = " + each + ": expected a positive length");
    }
    int[] lengths = new int[(int) ((whole + each - 1) / each)];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = (int) Math.min(each, whole - i * each);
    }
    return lengths;
  }

  private static Tensor part(Tensor x, int axis, int start, int length, Workspace workspace) {
    int[] dims = x.dims();
    int outer = Shapes.product(dims, 0, axis);
    int inner = Shapes.product(dims, axis + 1, dims.length);
    Tensor part = workspace.allocate(x.type(), Shapes.with(dims, axis, length));
    for (int o = 0; o < outer; o++) {
      int from = (o * dims[axis] + start) * inner;
      Copies.run(x, from, part, o * length * inner, length * inner);
    }
    return part;
  }
}
