package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Arguments;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.SampleAxis0;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
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
    Require.count("k", k, 1);
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
    int[] order = workspace.ints(length);
    int[] spare = workspace.ints(length);
    for (int o = 0; o < outer; o++) {
      for (int i = 0; i < inner; i++) {
        int start = o * length * inner + i;
        sort(order, spare, length, x, start, inner);
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

  /** Merges ever longer runs; elements that compare equal stay in the order of their indices. */
  private void sort(int[] order, int[] spare, int length, Tensor x, int start, int step) {
    for (int i = 0; i < length; i++) {
      order[i] = i;
    }
    for (long run = 1; run < length; run *= 2) {
      for (long from = 0; from < length; from += 2 * run) {
        int middle = (int) Math.min(from + run, length);
        int end = (int) Math.min(from + 2 * run, length);
        merge(order, spare, (int) from, middle, end, x, start, step);
      }
      System.arraycopy(spare, 0, order, 0, length);
    }
  }

  private void merge(
      int[] order, int[] merged, int from, int middle, int end, Tensor x, int start, int step) {
    int left = from;
    int right = middle;
    for (int to = from; to < end; to++) {
      boolean takeLeft =
          right == end
              || (left < middle
                  && compare(x, start + order[left] * step, start + order[right] * step) <= 0);
      merged[to] = order[takeLeft ? left++ : right++];
    }
  }

  private int compare(Tensor x, int i, int j) {
    int rising;
    if (x.type().isFloatingPoint()) {
      double a = x.doubleAt(i);
      double b = x.doubleAt(j);
      // Zeros of either sign are equal, so the earlier one comes first.
      rising = a == b ? 0 : Double.compare(a, b);
    } else if (x.type() == DataType.UINT64) {
      rising = Long.compareUnsigned(x.longAt(i), x.longAt(j));
    } else {
      rising = Long.compare(x.longAt(i), x.longAt(j));
    }
    return largest ? -rising : rising;
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
