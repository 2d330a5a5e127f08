package dev.vernier.engine.ops.gather;

import dev.vernier.engine.Dims;
import dev.vernier.engine.DynamicOperator;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.Shapes;
import dev.vernier.onnx.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct elements, or the distinct slices along an axis, in rising (for slices lexicographic)
 * order or in order of first occurrence; with the index of each first occurrence, the place of each
 * element among the distinct ones, and counts. NaN equals NaN and comes last; zeros of either sign
 * are equal.
 */
final class Unique implements DynamicOperator {
  private final boolean flat;
  private final long axis;
  private final boolean sorted;
  private final int outputs;

  Unique(NodeContext context) {
    flat = !context.node().hasAttribute("axis");
    axis = context.node().intAttribute("axis", 0);
    sorted = context.node().intAttribute("sorted", 1) != 0;
    outputs = context.outputCount();
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact indices = TensorFact.unknown(DataType.INT64);
    return List.of(TensorFact.unknown(inputs.get(0).type()), indices, indices, indices)
        .subList(0, outputs);
  }

  /** X seen as outer x length x inner: slice i holds elements [o, i, j] of all o and j. */
  private record Slices(Tensor x, int outer, int length, int inner) {
    int compare(int a, int b) {
      for (int o = 0; o < outer; o++) {
        for (int j = 0; j < inner; j++) {
          int order = element((o * length + a) * inner + j, (o * length + b) * inner + j);
          if (order != 0) {
            return order;
          }
        }
      }
      return 0;
    }

    private int element(int a, int b) {
      if (x.type() == DataType.UINT64) {
        return Long.compareUnsigned(x.longAt(a), x.longAt(b));
      }
      if (!x.type().isFloatingPoint()) {
        return Long.compare(x.longAt(a), x.longAt(b));
      }
      double p = x.doubleAt(a);
      double q = x.doubleAt(b);
      return p == q ? 0 : Double.compare(p, q);
    }

    void copy(int from, Tensor y, int to, int slices) {
      for (int o = 0; o < outer; o++) {
        Copies.run(x, (o * length + from) * inner, y, (o * slices + to) * inner, inner);
      }
    }
  }

  private Slices slices(Tensor x) {
    if (flat) {
      return new Slices(x, 1, x.size(), 1);
    }
    int[] dims = x.dims();
    int at = Dims.axis(axis, dims.length);
    return new Slices(
        x, Shapes.product(dims, 0, at), dims[at], Shapes.product(dims, at + 1, dims.length));
  }

  @Override
  public Tensor[] evalDynamic(Tensor[] inputs, Workspace workspace) {
    Slices slices = slices(inputs[0]);
    Integer[] order = new Integer[slices.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, slices::compare);
    int[] first = new int[slices.length];
    int distinct = 0;
    int[] firstOf = new int[slices.length];
    for (int i = 0; i < order.length; i++) {
      if (i == 0 || slices.compare(order[i - 1], order[i]) != 0) {
        first[distinct++] = order[i];
      }
      firstOf[order[i]] = first[distinct - 1];
    }
    first = Arrays.copyOf(first, distinct);
    if (!sorted) {
      Arrays.sort(first);
    }
    return results(slices, first, firstOf, workspace);
  }

  /**
   * {@code first[u]} is where distinct slice u occurs first; {@code firstOf[i]} that of slice i.
   */
  private Tensor[] results(Slices slices, int[] first, int[] firstOf, Workspace workspace) {
    int n = first.length;
    int[] dims =
        flat ? new int[] {n} : Shapes.with(slices.x.dims(), Dims.axis(axis, slices.x.rank()), n);
    Tensor y = workspace.allocate(slices.x.type(), dims);
    Tensor indices = workspace.allocate(DataType.INT64, n);
    Tensor places = workspace.allocate(DataType.INT64, firstOf.length);
    Tensor counts = workspace.allocate(DataType.INT64, n);
    int[] placeOf = new int[firstOf.length];
    for (int u = 0; u < n; u++) {
      slices.copy(first[u], y, u, n);
      indices.setLong(u, first[u]);
      placeOf[first[u]] = u;
    }
    for (int i = 0; i < firstOf.length; i++) {
      int place = placeOf[firstOf[i]];
      places.setLong(i, place);
      counts.setLong(place, counts.longAt(place) + 1);
    }
    return Arrays.copyOf(new Tensor[] {y, indices, places, counts}, outputs);
  }
}
