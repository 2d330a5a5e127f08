package dev.vernier.engine.ops.shape;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import dev.vernier.onnx.Node;
import java.util.List;

/**
 * Adds to or, with negative pads, takes from the ends of axes. Pads and value are attributes before
 * opset 11 and inputs since; opset 18 may name the axes they apply to.
 */
final class Pad implements Operator {
  private enum Mode {
    CONSTANT,
    REFLECT,
    EDGE,
    WRAP
  }

  private final Mode mode;
  private final long[] padsAttribute;
  private final float valueAttribute;

  Pad(NodeContext context) {
    Node node = context.node();
    mode = mode(node.stringAttribute("mode", "constant"));
    padsAttribute = Arguments.attribute(node, node.hasAttribute("paddings") ? "paddings" : "pads");
    valueAttribute = node.floatAttribute("value", 0f);
  }

  private static Mode mode(String name) {
    return switch (name) {
      case "constant" -> Mode.CONSTANT;
      case "reflect" -> Mode.REFLECT;
      case "edge" -> Mode.EDGE;
      case "wrap" -> Mode.WRAP;
      default ->
          throw new IllegalArgumentException(
              "attribute mode = '" + name + "': expected constant, reflect, edge or wrap");
    };
  }

  /** Pads before and after every axis: 2 x rank, as ONNX orders them. */
  private static int[] perAxis(long[] pads, long[] axes, int rank) {
    int named = axes == null ? rank : axes.length;
    if (pads.length != 2 * named) {
      throw new IllegalArgumentException(
          pads.length + " pads given, expected two for each of " + named + " axes");
    }
    int[] all = new int[2 * rank];
    for (int i = 0; i < named; i++) {
      int axis = axes == null ? i : Dims.axis(axes[i], rank);
      all[axis] = Math.toIntExact(pads[i]);
      all[rank + axis] = Math.toIntExact(pads[named + i]);
    }
    return all;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    long[] pads = Arguments.longs(inputs, 1, padsAttribute);
    if (!x.hasDims() || pads == null || Arguments.pending(inputs, 3)) {
      return List.of(TensorFact.unknown(x.type()));
    }
    int rank = x.rank();
    int[] all = perAxis(pads, Arguments.longs(inputs, 3, null), rank);
    int[] dims = x.dims().clone();
    for (int i = 0; i < rank; i++) {
      dims[i] = Shapes.dimension((long) dims[i] + all[i] + all[rank + i]);
    }
    return List.of(TensorFact.of(x.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int rank = x.rank();
    long[] pads = Arguments.longs(inputs, 1, padsAttribute);
    int[] all = perAxis(pads, Arguments.longs(inputs, 3, null), rank);
    if (mode == Mode.CONSTANT) {
      constant(x, all, value(inputs), outputs[0]);
    } else {
      mapped(x, all, outputs[0]);
    }
  }

  private Tensor value(Tensor[] inputs) {
    Tensor given = Facts.optional(inputs, 2);
    if (given != null) {
      return given;
    }
    Tensor value = Tensor.allocate(inputs[0].type());
    if (inputs[0].type() != DataType.STRING) {
      value.setDouble(0, valueAttribute);
    }
    return value;
  }

  private static void constant(Tensor x, int[] pads, Tensor value, Tensor y) {
    int rank = x.rank();
    int[] write = Dims.strides(y.dims());
    int[] read = Dims.strides(x.dims());
    Copies.strided(y.dims(), value, 0, new int[rank], y, 0, write);
    int[] kept = x.dims();
    int from = 0;
    int to = 0;
    for (int i = 0; i < rank; i++) {
      kept[i] = Math.max(0, kept[i] + Math.min(0, pads[i]) + Math.min(0, pads[rank + i]));
      from += Math.max(0, -pads[i]) * read[i];
      to += Math.max(0, pads[i]) * write[i];
    }
    Copies.strided(kept, x, from, read, y, to, write);
  }

  /** Every output index maps to an input index axis by axis. */
  private void mapped(Tensor x, int[] pads, Tensor y) {
    int rank = x.rank();
    int[] dims = y.dims();
    int[] strides = Dims.strides(x.dims());
    int[] index = new int[rank];
    for (int i = 0; i < y.size(); i++) {
      int from = 0;
      for (int axis = 0; axis < rank; axis++) {
        from += source(index[axis] - pads[axis], x.dim(axis)) * strides[axis];
      }
      Copies.run(x, from, y, i, 1);
      Indices.advance(index, dims);
    }
  }

  private int source(int position, int length) {
    if (length == 0) {
      throw new IllegalArgumentException("an empty axis can only be padded with a constant");
    }
    if (mode == Mode.EDGE) {
      return Math.max(0, Math.min(length - 1, position));
    }
    if (mode == Mode.WRAP) {
      return Math.floorMod(position, length);
    }
    if (length == 1) {
      return 0;
    }
    int period = 2 * (length - 1);
    int phase = Math.floorMod(position, period);
    return phase < length ? phase : period - phase;
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    long[] pads = Arguments.longs(inputs, 1, padsAttribute);
    boolean within = pads != null && inputs.get(0).hasDims() && !Arguments.pending(inputs, 3);
    if (within) {
      int rank = inputs.get(0).rank();
      int[] all = perAxis(pads, Arguments.longs(inputs, 3, null), rank);
      within = all[0] == 0 && all[rank] == 0;
    }
    return SampleAxis0.withinSlices(inputCarries, inputs, within);
  }
}
