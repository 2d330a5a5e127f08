package dev.vernier.engine.ops.norm;

import dev.vernier.engine.Dims;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Copies;
import dev.vernier.engine.ops.common.DenseProducts;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;

/** Scales and shifts of normalisations, brought to one value an element of a row. */
final class RowParameters {
  private RowParameters() {}

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
