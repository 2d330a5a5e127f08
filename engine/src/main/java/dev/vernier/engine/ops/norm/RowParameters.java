package dev.vernier.engine.ops.norm;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.DenseProducts;
import dev.vernier.engine.ops.common.Facts;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/** Scales and shifts of normalisations, brought to one value an element of a row. */
final class RowParameters {
  private RowParameters() {}

  /**
   * Fails unless the input, if it is there, has a value for each element of the axes from {@code
   * axis} on, or can be repeated to the shape.
   */
  static void require(List<TensorFact> inputs, int index, int[] dims, long axis) {
    int[] row = Arrays.copyOfRange(dims, Dims.axis(axis, dims.length), dims.length);
    TensorFact given = Facts.optional(inputs, index);
    if (given != null && given.hasDims() && Dims.size(given.dims()) != Dims.size(row)) {
      Require.broadcasts(inputs, index, dims);
    }
  }

  /**
   * The given tensor if it has a value for each of the last {@code n} elements, otherwise scratch
   * memory with it broadcast; or with {@code absent} everywhere if it is null.
   */
  static Tensor of(Tensor given, int[] dims, int n, float absent, Workspace workspace) {
    if (given != null && given.size() == n) {
      return given;
    }
    if (given == null) {
      Tensor row = Tensor.of(workspace.floats(n), n);
      Arrays.fill(row.floats(), 0, n, absent);
      return row;
    }
    Tensor row = DenseProducts.scratch(given.type(), workspace, n);
    int axes = 0;
    for (int length = 1; length < n && axes < dims.length; axes++) {
      length *= dims[dims.length - 1 - axes];
    }
    axes = Math.max(axes, given.rank());
    axes = Math.min(axes, dims.length);
    int[] trailing = Arrays.copyOfRange(dims, dims.length - axes, dims.length);
    if (Dims.size(trailing) != n) {
      throw new IllegalArgumentException(
          "a parameter of shape "
              + Dims.text(given.dims())
              + " differs between the rows of "
              + Dims.text(dims));
    }
    int[] read = Shapes.broadcastStrides(given.dims(), trailing);
    Copies.strided(trailing, given, 0, read, row, 0, Dims.strides(trailing));
    return row;
  }
}
