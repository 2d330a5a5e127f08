package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The k largest or smallest elements along an axis with their indices; of equal elements the one
 * with the lower index comes first.
 */
final class TopK implements Operator {
  private final long axis;
  private final boolean largest;
  private final long[] attribute;

  TopK(NodeContext context) {
    axis = context.node().intAttribute("axis", -1);
    largest = context.node().intAttribute("largest", 1) != 0;
    attribute =
        context.node().hasAttribute("k") ? new long[] {context.node().intAttribute("k", 0)} : null;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact x = inputs.get(0);
    long[] k = Arguments.longs(inputs, 1, attribute);
    if (!x.hasDims() || k == null) {
      return List.of(TensorFact.unknown(x.type()), TensorFact.unknown(DataType.INT64));
    }
    int at = Dims.axis(axis, x.rank());
    if (k[0] < 0 || k[0] > x.dims()[at]) {
      throw new IllegalArgumentException(
          "k = " + k[0] + " is not between 0 and the dimension, " + x.dims()[at]);
    }
    int[] dims = Shapes.with(x.dims(), at, (int) k[0]);
    return List.of(TensorFact.of(x.type(), dims), TensorFact.of(DataType.INT64, dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor x = inputs[0];
    int[] dims = x.dims();
    int at = Dims.axis(axis, dims.length);
    int length = dims[at];
    int inner = Shapes.product(dims, at + 1, dims.length);
    int outer = Shapes.product(dims, 0, at);
    int k = (int) Arguments.longs(inputs, 1, attribute)[0];
    Integer[] order = new Integer[length];
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int start = o * length * inner + i;
        sort(order, x, start, inner);
        for (int r = 0; r < k; r++) {
          int to = (o * k + r) * inner + i;
          if (outputs[0] != null) {
            Copies.run(x, start + order[r] * inner, outputs[0], to, 1);
          }
          if (outputs.length > 1 && outputs[1] != null) {
            outputs[1].setLong(to, order[r]);
          }
        }
      }
    }
  }

  private void sort(Integer[] order, Tensor x, int start, int step) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    Comparator<Integer> rising =
        x.type().isFloatingPoint()
            ? Comparator.comparingDouble(i -> x.doubleAt(start + i * step))
            : integers(x, start, step);
    Arrays.sort(order, largest ? rising.reversed() : rising);
  }

  private static Comparator<Integer> integers(Tensor x, int start, int step) {
    return x.type() == DataType.UINT64
        ? (i, j) -> Long.compareUnsigned(x.longAt(start + i * step), x.longAt(start + j * step))
        : Comparator.comparingLong(i -> x.longAt(start + i * step));
  }

  @Override
  public boolean[] carriesSampleAxis(
      boolean[] inputCarries, List<TensorFact> inputs, List<TensorFact> outputs) {
    boolean within = inputs.get(0).hasDims() && Dims.axis(axis, inputs.get(0).rank()) != 0;
    boolean carries = within && SampleAxis0.onlyFirst(inputCarries, inputs);
    boolean[] all = new boolean[outputs.size()];
    Arrays.fill(all, carries);
    return all;
  }
}
