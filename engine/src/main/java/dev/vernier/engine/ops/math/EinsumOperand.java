package dev.vernier.engine.ops.math;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.DenseProducts;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A tensor seen through distinct labels: label i has {@code dims[i]} and {@code strides[i]}
 * elements between neighbours.
 */
record EinsumOperand(int[] labels, int[] dims, int[] strides, Tensor data) {
  /**
   * A repeated label becomes the diagonal; an axis of 1 that stands for a longer one is dropped.
   */
  static EinsumOperand of(Tensor x, int[] term, Map<Integer, Integer> sizes) {
    int[] steps = Dims.strides(x.dims());
    int[] labels =
        IntStream.range(0, term.length)
            .filter(i -> x.dim(i) == sizes.get(term[i]))
            .map(i -> term[i])
            .distinct()
            .toArray();
    int[] strides = new int[labels.length];
    int[] dims = new int[labels.length];
    for (int i = 0; i < labels.length; i++) {
      dims[i] = sizes.get(labels[i]);
      for (int axis = 0; axis < term.length; axis++) {
        strides[i] += term[axis] == labels[i] && x.dim(axis) == dims[i] ? steps[axis] : 0;
      }
    }
    return new EinsumOperand(labels, dims, strides, x);
  }

  private static EinsumOperand dense(int[] labels, int[] dims, Tensor data) {
    return new EinsumOperand(labels, dims, Dims.strides(dims), data);
  }

  boolean has(int label) {
    return Arrays.stream(labels).anyMatch(l -> l == label);
  }

  private int[] labels(IntPredicate wanted) {
    return Arrays.stream(labels).filter(wanted).toArray();
  }

  /** Sums over the labels that are not kept. */
  EinsumOperand sum(IntPredicate kept, Workspace workspace) {
    int[] rest = labels(kept);
    if (rest.length == labels.length) {
      return this;
    }
    int[] summed = labels(kept.negate());
    Tensor rows = arrange(concat(rest, summed), workspace);
    int[] restDims = dims(rest);
    Tensor sums = DenseProducts.scratch(data.type(), workspace, restDims);
    DenseProducts.sumRows(workspace.kernels(), rows, Dims.size(dims(summed)), sums);
    return dense(rest, restDims, sums);
  }

  /** The product with another operand, summed over shared labels that are not kept. */
  EinsumOperand times(EinsumOperand right, IntPredicate kept, Workspace workspace) {
    EinsumOperand a = sum(l -> kept.test(l) || right.has(l), workspace);
    EinsumOperand b = right.sum(l -> kept.test(l) || a.has(l), workspace);
    int[] batch = a.labels(l -> b.has(l) && kept.test(l));
    int[] rows = a.labels(l -> !b.has(l));
    int[] columns = b.labels(l -> !a.has(l));
    int[] inner = a.labels(l -> b.has(l) && !kept.test(l));
    Tensor left = a.arrange(concat(batch, rows, inner), workspace);
    Tensor other = b.arrange(concat(batch, inner, columns), workspace);
    int[] dims = concat(a.dims(batch), a.dims(rows), b.dims(columns));
    Tensor y = DenseProducts.scratch(data.type(), workspace, dims);
    int m = Dims.size(a.dims(rows));
    int n = Dims.size(b.dims(columns));
    int k = Dims.size(a.dims(inner));
    for (int i = 0; m * n > 0 && i < y.size() / (m * n); i++) {
      DenseProducts.multiply(
          workspace.kernels(), m, n, k, left, i * m * k, other, i * k * n, y, i * m * n);
    }
    return dense(concat(batch, rows, columns), dims, y);
  }

  private int[] dims(int[] wanted) {
    return Arrays.stream(wanted).map(l -> dims[place(l)]).toArray();
  }

  private int place(int label) {
    return IntStream.range(0, labels.length)
        .filter(i -> labels[i] == label)
        .findFirst()
        .orElseThrow();
  }

  /** Dense elements in the given order of labels: the data itself if they are so already. */
  Tensor arrange(int[] order, Workspace workspace) {
    int[] shape = dims(order);
    int[] read = Arrays.stream(order).map(l -> strides[place(l)]).toArray();
    if (Dims.size(shape) == data.size() && Arrays.equals(read, Dims.strides(shape))) {
      return data;
    }
    Tensor y = DenseProducts.scratch(data.type(), workspace, shape);
    Copies.strided(shape, data, 0, read, y, 0, Dims.strides(shape));
    return y;
  }

  private static int[] concat(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }
}
