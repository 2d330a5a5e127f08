package dev.vernier.engine.ops.vision;

import dev.vernier.engine.Dims;
import dev.vernier.engine.NodeContext;
import dev.vernier.engine.Operator;
import dev.vernier.engine.Tensor;
import dev.vernier.engine.TensorFact;
import dev.vernier.engine.Tolerance;
import dev.vernier.engine.Workspace;
import dev.vernier.engine.ops.common.Indices;
import dev.vernier.engine.ops.common.Require;
import dev.vernier.engine.ops.common.Shapes;
import java.util.Arrays;
import java.util.List;

/**
 * Positions for GridSample: matrices (N, r, r + 1) applied to the points of an even grid from -1 to
 * 1, of the spatial size in the second input (N, C, d...). The result is (N, d..., r); coordinates
 * name the innermost axis first. Ends are the centres of the corner elements if align_corners is
 * set, otherwise their outer edges; an aligned axis of one element lies at 0.
 */
final class AffineGrid implements Operator {
  private final boolean aligned;

  AffineGrid(NodeContext context) {
    aligned = context.node().intAttribute("align_corners", 0) != 0;
  }

  @Override
  public List<TensorFact> infer(List<TensorFact> inputs) {
    TensorFact theta = inputs.get(0);
    Tensor size = inputs.get(1).value();
    if (!theta.hasDims() || size == null) {
      return List.of(TensorFact.unknown(theta.type()));
    }
    Require.rank(inputs, 0, 3, 3);
    Require.rank(inputs, 1, 1, 1);
    int axes = size.size() - 2;
    int[] expected = {theta.dims()[0], axes, axes + 1};
    if (axes < 1 || !Arrays.equals(theta.dims(), expected)) {
      throw new IllegalArgumentException(
          "matrices "
              + Dims.text(theta.dims())
              + ": expected "
              + Dims.text(expected)
              + " for a size of "
              + size.size()
              + " dimensions");
    }
    int[] dims = new int[axes + 2];
    dims[0] = theta.dims()[0];
    for (int i = 0; i < axes; i++) {
      dims[1 + i] = Shapes.dimension(size.longAt(2 + i));
    }
    dims[axes + 1] = axes;
    return List.of(TensorFact.of(theta.type(), dims));
  }

  @Override
  public void eval(Tensor[] inputs, Tensor[] outputs, Workspace workspace) {
    Tensor theta = inputs[0];
    Tensor y = outputs[0];
    int axes = y.dim(-1);
    int[] dims = Arrays.copyOf(y.dims(), axes + 1);
    int[] index = new int[axes + 1];
    double[] point = workspace.doubles(axes);
    for (int p = 0; p < y.size() / axes; p++) {
      for (int a = 0; a < axes; a++) {
        point[a] = position(index[axes - a], dims[axes - a]);
      }
      for (int a = 0; a < axes; a++) {
        int row = (index[0] * axes + a) * (axes + 1);
        double sum = theta.doubleAt(row + axes);
        for (int b = 0; b < axes; b++) {
          sum += theta.doubleAt(row + b) * point[b];
        }
        y.setDouble(p * axes + a, sum);
      }
      Indices.advance(index, dims);
    }
  }

  private double position(int i, int n) {
    if (aligned) {
      return n == 1 ? 0 : 2.0 * i / (n - 1) - 1;
    }
    return (2.0 * i + 1) / n - 1;
  }

  @Override
  public Tolerance tolerance() {
    return new Tolerance(1e-5f, 1e-6f);
  }
}
